// SPDX-License-Identifier: Apache-2.0

/// Normalised average true range: how far a price usually goes in one candle, in per cent of it.
///
/// - Formula: `100 × ATR / close`; 0 where the close is 0.
/// - Author: John Forman, Technical Analysis of Stocks & Commodities, May 2006.
/// - Source: TA-Lib's `NATR`, https://ta-lib.org/functions/natr/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period + 1`.
/// - Residue of the seed: as of ``ATR``.
/// - Flat series: 0 while there was no range at all; afterwards it falls towards 0.
public struct NATR: CandleIndicator {
  private var range: ATR

  /// An average over a period of 2 or above.
  public init(period: Int) { range = ATR(period: period) }

  public var warmUp: Int { range.warmUp }

  @inline(__always)
  public mutating func update(_ bar: Bar) -> Double? {
    range.update(bar).map { bar.close == 0 ? 0 : $0 / bar.close * 100 }
  }
}
