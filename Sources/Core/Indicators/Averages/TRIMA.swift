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

  private var inner: PlainSumRing
  private var outer: PlainSumRing
  private var zeros: ZeroRun
  private let share: Double

  /// An average over a period of 2 or above.
  public init(period: Int) {
    precondition(period >= 2, "a TRIMA's period is 2 or above")
    self.period = period
    let (few, more) = ((period + 1) / 2, period / 2 + 1)
    inner = PlainSumRing(count: few)
    outer = PlainSumRing(count: more, at: few)
    zeros = ZeroRun(count: period)
    share = 1 / (Double(few) * Double(more))
    memory = Array(repeating: 0, count: few + more)
  }

  /// The period: the first average is defined at its last value.
  public var warmUp: Int { period }

  /// Takes the next value in; the average after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    zeros.take(isZero: value == 0)
    inner.push(value, memory)
    guard inner.isFull else { return nil }
    outer.push(inner.value, memory)
    guard outer.isFull else { return nil }
    return zeros.isWhole ? 0 : outer.value * share
  }
}
