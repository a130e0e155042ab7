// SPDX-License-Identifier: Apache-2.0

/// Williams' %R: how far the close is below the highest high, in per cent of the last range; -100 to 0.
///
/// - Formula: `-100 × (highest - close) / (highest - lowest)` over the highs and lows of the last `period` candles; 0
///   where they don't differ.
/// - Author: Larry Williams, How I Made One Million Dollars Last Year Trading Commodities, 1973.
/// - Source: TA-Lib's `WILLR`, https://ta-lib.org/functions/willr/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period`. There is no residue.
/// - Flat series: 0.
public struct WilliamsR: CandleIndicator, WindowedIndicator {
  /// The last highs and lows.
  public var memory: [Double]
  private var range: RecentRangeRing
  public let warmUp: Int

  /// An indicator over a period of 2 or above.
  public init(period: Int) {
    range = RecentRangeRing(of: period)
    memory = RecentRangeRing.memory(for: period)
    warmUp = period
  }

  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    guard let span = range.update(high: bar.high, low: bar.low, memory) else { return nil }
    return span.isFlat ? 0 : -100 * ((span.high - bar.close) / span.width)
  }
}
