// SPDX-License-Identifier: Apache-2.0

/// Wilder's moving average, also called smoothed: an exponential one with a factor of one by the period.
///
/// - Formula: `a = (a × (period - 1) + x) / period`; the first a is the plain mean of the first `period` values.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `RMA`, https://ta-lib.org/functions/rma/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `period`.
/// - Residue of the seed: its error shrinks by (period - 1) / period per value; after `15 × period` values in all, less
///   than 10⁻⁶ of it is left.
/// - Flat series: the price itself, but for rounding.
public struct RMA: SeriesIndicator {
  /// How many values the seed takes; 1 or above.
  public let period: Int

  private let share: Double
  private let kept: Double
  private var missing: Int
  /// The average times the period, now and one value ago: each is made of the one before the last, so that the next
  /// doesn't wait for this one.
  private var sums = (last: 0.0, now: 0.0)
  private var last = 0.0

  /// An average over a period of 1 or above.
  public init(period: Int) {
    precondition(period >= 1, "an RMA's period is 1 or above")
    self.period = period
    missing = period
    share = 1 / Double(period)
    kept = Double(period - 1) / Double(period)
  }

  /// The period: the first average is defined at its last value.
  public var warmUp: Int { period }

  /// Takes the next value in; the average after it, or nil during warm-up.
  public mutating func update(_ value: Double) -> Double? {
    if missing == 0 {
      sums = (sums.now, sums.last * (kept * kept) + (last * kept + value))
      last = value
      return sums.now * share
    }
    sums.now += value
    missing -= 1
    guard missing == 0 else { return nil }
    // What it would have been one value ago.
    sums.last = kept > 0 ? (sums.now - value) / kept : 0
    last = value
    return sums.now * share
  }
}
