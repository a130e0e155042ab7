// SPDX-License-Identifier: Apache-2.0

/// The sum of the last values.
///
/// - Formula: the last `period` values, the newest included, added up.
/// - Source: TA-Lib's `SUM`, https://ta-lib.org/functions/sum/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `period`. What came before leaves nothing behind.
/// - Flat series: the price times the period, but for rounding.
public struct Sum: SeriesIndicator, WindowedIndicator {
  /// How many values are added up; 1 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private var sum: SumRing

  /// A sum over a period of 1 or above.
  public init(period: Int) {
    precondition(period >= 1, "a sum's period is 1 or above")
    self.period = period
    sum = SumRing(count: period)
    memory = Array(repeating: 0, count: period)
  }

  /// The period: the first sum is defined at its last value.
  public var warmUp: Int { period }

  /// Takes the next value in; the sum after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    sum.push(value, memory)
    return sum.isFull ? sum.value : nil
  }
}
