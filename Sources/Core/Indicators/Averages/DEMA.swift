// SPDX-License-Identifier: Apache-2.0

/// Double exponential moving average: an ``EMA`` with most of its lag taken out.
///
/// - Formula: `2 × e - ee`, where e is the EMA of the values and ee the EMA of e, over the same period.
/// - Author: Patrick G. Mulloy, Smoothing Data with Faster Moving Averages, Stocks & Commodities, February 1994.
/// - Source: TA-Lib's `DEMA`, https://ta-lib.org/functions/dema/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `2 × period - 1`; the second average begins with the first's first.
/// - Residue of the seed: after `12 × period` values in all, less than 10⁻⁶ of it is left.
/// - Flat series: the price itself, but for rounding.
public struct DEMA: SeriesIndicator {
  /// Over how many values each average goes; 2 or above.
  public let period: Int

  private var once: EMA
  private var twice: EMA

  /// An average over a period of 2 or above.
  public init(period: Int) {
    self.period = period
    once = EMA(period: period)
    twice = EMA(period: period)
  }

  /// Twice the period less one: each of the two averages needs its own.
  public var warmUp: Int { 2 * period - 1 }

  /// Takes the next value in; the average after it, or nil during warm-up.
  public mutating func update(_ value: Double) -> Double? {
    guard let first = once.update(value), let second = twice.update(first) else { return nil }
    return 2 * first - second
  }
}
