// SPDX-License-Identifier: Apache-2.0

/// Force index: how much was traded behind the price's changes; in quote units, positive where it rose.
///
/// - Formula: the ``EMA`` over the period of `(close - last close) × volume`.
/// - Author: Alexander Elder, Trading for a Living, 1993.
/// - Source: TA-Lib's `EFI`, https://ta-lib.org/functions/efi/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period + 1`, because the first change needs two.
/// - Residue of the seed: after `8 × period` candles in all, less than 10⁻⁶ of it is left.
/// - Flat series: it goes to 0.
public struct ForceIndex: CandleIndicator {
  private var lastClose: Double?
  private var average: EMA

  /// An index over a period of 2 or above.
  public init(period: Int = 13) { average = EMA(period: period) }

  /// The period and one more, because the first change needs two candles.
  public var warmUp: Int { average.warmUp + 1 }

  /// Takes the next candle in; the index after it, or nil during warm-up.
  public mutating func update(_ bar: Bar) -> Double? {
    let last = lastClose
    lastClose = bar.close
    return last.flatMap { average.update((bar.close - $0) * bar.volume) }
  }
}
