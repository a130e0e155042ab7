// SPDX-License-Identifier: Apache-2.0

/// Triangular moving average: values in the middle of the period weigh most.
///
/// - Formula: the mean of means. For an odd period both go over `(period + 1) / 2` values; for an even one the first
///   goes over `period / 2`, the second over one more.
/// - Source: TA-Lib's `TRIMA`, https://ta-lib.org/functions/trima/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: value number `period`. What came before the period leaves nothing behind.
/// - Flat series: the price itself, but for rounding.
public struct TRIMA: SeriesIndicator {
  /// Over how many values is averaged; 2 or above.
  public let period: Int

  private var inner: SMA
  private var outer: SMA

  /// An average over a period of 2 or above.
  public init(period: Int) {
    precondition(period >= 2, "a TRIMA's period is 2 or above")
    self.period = period
    inner = SMA(period: (period + 1) / 2)
    outer = SMA(period: period / 2 + 1)
  }

  /// The period: the first average is defined at its last value.
  public var warmUp: Int { period }

  /// Takes the next value in; the average after it, or nil during warm-up.
  public mutating func update(_ value: Double) -> Double? { inner.update(value).flatMap { outer.update($0) } }
}
