// SPDX-License-Identifier: Apache-2.0

/// Triangular moving average: values in the middle of the period weigh most.
///
/// - Formula: the mean of means. For an odd period both go over `(period + 1) / 2` values; for an even one the first
///   goes over `period / 2`, the second over one more.
/// - Source: TA-Lib's `TRIMA`, https://ta-lib.org/functions/trima/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: value number `period`. What came before the period leaves nothing behind.
/// - Flat series: the price itself, but for rounding.
public struct TRIMA: SeriesIndicator, WindowedIndicator {
  /// Over how many values is averaged; 2 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private var inner: SumRing
  private var outer: SumRing
  private let share: Double

  /// An average over a period of 2 or above.
  public init(period: Int) {
    precondition(period >= 2, "a TRIMA's period is 2 or above")
    self.period = period
    inner = SumRing(count: (period + 1) / 2)
    outer = SumRing(count: period / 2 + 1, at: inner.count)
    share = 1 / (Double(inner.count) * Double(outer.count))
    memory = Array(repeating: 0, count: inner.count + outer.count)
  }

  /// The period: the first average is defined at its last value.
  public var warmUp: Int { period }

  /// Takes the next value in; the average after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    inner.push(value, memory)
    guard inner.isFull else { return nil }
    outer.push(inner.value, memory)
    return outer.isFull ? outer.value * share : nil
  }
}
