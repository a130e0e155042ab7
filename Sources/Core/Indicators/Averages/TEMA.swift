// SPDX-License-Identifier: Apache-2.0

/// Triple exponential moving average: an ``EMA`` with nearly all of its lag taken out.
///
/// - Formula: `3 × e - 3 × ee + eee`, where e is the EMA of the values, ee that of e, and eee that of ee, all over the
///   same period.
/// - Author: Patrick G. Mulloy, Smoothing Data with Less Lag, Stocks & Commodities, February 1994.
/// - Source: TA-Lib's `TEMA`, https://ta-lib.org/functions/tema/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `3 × period - 2`; each average begins with the first of the one
///   before it.
/// - Residue of the seed: after `16 × period` values in all, less than 10⁻⁶ of it is left.
/// - Flat series: the price itself, but for rounding.
public struct TEMA: SeriesIndicator {
  /// Over how many values each average goes; 2 or above.
  public let period: Int

  private var once: EMA
  private var twice: EMA
  private var thrice: EMA

  /// An average over a period of 2 or above.
  public init(period: Int) {
    self.period = period
    once = EMA(period: period)
    twice = EMA(period: period)
    thrice = EMA(period: period)
  }

  /// Three times the period less two: each of the three averages needs its own.
  public var warmUp: Int { 3 * period - 2 }

  /// Takes the next value in; the average after it, or nil during warm-up.
  public mutating func update(_ value: Double) -> Double? {
    guard let first = once.update(value), let second = twice.update(first), let third = thrice.update(second) else {
      return nil
    }
    return 3 * first - 3 * second + third
  }
}
