// SPDX-License-Identifier: Apache-2.0

/// Variance of the last values, in the square of their unit; that of a whole population.
///
/// - Formula: the mean of the squares of the distances from the mean.
/// - Source: TA-Lib's `VAR`, https://ta-lib.org/functions/var/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `period`. What came before leaves nothing behind.
/// - Flat series: 0; it is never below.
public struct Variance: SeriesIndicator, WindowedIndicator {
  /// Over how many values it goes; 2 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private var moments: MomentsRing

  /// A variance over a period of 2 or above.
  public init(period: Int) {
    precondition(period >= 2, "a variance's period is 2 or above")
    self.period = period
    moments = MomentsRing(count: period)
    memory = Array(repeating: 0, count: period)
  }

  /// The period: the first value is defined at its last one.
  public var warmUp: Int { period }

  /// Takes the next value in; the variance after it, 0 or above, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    moments.push(value, memory)
    return moments.isFull ? moments.variance : nil
  }
}
