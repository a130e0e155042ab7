// SPDX-License-Identifier: Apache-2.0

/// Exponential moving average: recent values weigh more, by a factor that falls by 1 - k per value.
///
/// - Formula: with k = 2 / (period + 1), `e = (x - e) × k + e`; the first e is the plain mean of the first `period`
///   values, summed from the oldest.
/// - Source: TA-Lib's `EMA`, https://ta-lib.org/functions/ema/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period`.
/// - Residue of the seed: its error shrinks by (period - 1) / (period + 1) per value; after `8 × period` values in all,
///   less than 10⁻⁶ of it is left.
/// - Flat series: the price itself, but for the rounding of the mean.
@frozen
public struct EMA: SeriesIndicator {
  /// How many values the seed takes; 2 or above.
  public let period: Int

  @usableFromInline let factor: Double
  /// The average; the sum of the values while it is missing some.
  @usableFromInline var average = 0.0
  @usableFromInline var missing: Int

  /// An average over a period of 2 or above.
  @inlinable
  public init(period: Int) {
    precondition(period >= 2, "an EMA's period is 2 or above")
    self.period = period
    factor = 2 / (Double(period) + 1)
    missing = period
  }

  /// The average after the last value, or nil before the first defined one.
  @inlinable public var value: Double? { missing == 0 ? average : nil }

  /// The period: the first average is defined at its last value.
  @inlinable public var warmUp: Int { period }

  /// Takes the next value in; the average after it, or nil during warm-up.
  @inlinable
  public mutating func update(_ value: Double) -> Double? {
    if missing == 0 {
      average = (value - average) * factor + average
      return average
    }
    average += value
    missing -= 1
    guard missing == 0 else { return nil }
    average /= Double(period)
    return average
  }
}
