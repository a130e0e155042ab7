// SPDX-License-Identifier: Apache-2.0

/// Rate of change of a triple smoothed average, in per cent per value.
///
/// - Formula: `t = EMA(EMA(EMA(x)))`, all over `period`; `100 × (t / t[1] - 1)`; 0 where t[1] is 0.
/// - Author: Jack Hutson, Technical Analysis of Stocks & Commodities, 1983.
/// - Source: TA-Lib's `TRIX`, https://ta-lib.org/functions/trix/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `3 × period - 1`.
/// - Residue of the seed: as of ``EMA``, three times over.
/// - Flat series: 0, but for the rounding of the means.
public struct TRIX: SeriesIndicator {
  private var first: EMA
  private var second: EMA
  private var third: EMA
  private var last: Double?

  /// An indicator over a period of 2 or above.
  public init(period: Int) {
    first = EMA(period: period)
    second = EMA(period: period)
    third = EMA(period: period)
  }

  public var warmUp: Int { 3 * first.period - 1 }

  @inline(__always)
  public mutating func update(_ value: Double) -> Double? {
    guard let once = first.update(value), let twice = second.update(once), let smooth = third.update(twice) else {
      return nil
    }
    let before = last
    last = smooth
    return before.map { $0 == 0 ? 0 : (smooth / $0 - 1) * 100 }
  }
}
