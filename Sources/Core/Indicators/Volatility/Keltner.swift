// SPDX-License-Identifier: Apache-2.0

/// Keltner channel: an average price, and lines some average true ranges below and above it.
///
/// - Formula: `middle` is the ``EMA`` of (high + low + close) / 3 over `period`; the edges are
///   `middle ± multiplier × ATR(atr)`. The seeds of both end with the same candle.
/// - Authors: Chester Keltner, How to Make Money in Commodities, 1960; in this form Linda Raschke.
/// - Source: TA-Lib's `KC`, https://ta-lib.org/functions/kc/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period` or `atr + 1`, whichever is later.
/// - Residue of the seed: as of ``EMA`` and ``ATR``.
/// - Flat series: all lines are the price itself, but for rounding.
public struct Keltner: CandleIndicator {
  private let multiplier: Double
  private var average: EMA
  private var range: ATR
  /// How many candles the average and the range still leave out.
  private var leftOut: (average: Int, range: Int)
  public let warmUp: Int

  /// Periods of 2 or above.
  public init(period: Int, atr: Int, multiplier: Double) {
    average = EMA(period: period)
    range = ATR(period: atr)
    self.multiplier = multiplier
    warmUp = max(average.warmUp, range.warmUp)
    leftOut = (warmUp - average.warmUp, warmUp - range.warmUp)
  }

  public mutating func update(_ bar: Bar) -> ChannelLines? {
    let middle = leftOut.average > 0 ? nil : average.update((bar.high + bar.low + bar.close) / 3)
    let width = leftOut.range > 0 ? nil : range.update(bar)
    leftOut = (max(0, leftOut.average - 1), max(0, leftOut.range - 1))
    guard let middle, let width else { return nil }
    return ChannelLines(lower: middle - width * multiplier, middle: middle, upper: middle + width * multiplier)
  }
}
