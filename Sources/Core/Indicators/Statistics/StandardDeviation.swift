// SPDX-License-Identifier: Apache-2.0

/// Standard deviation of the last values from their mean, in their unit.
///
/// - Formula: the root of the ``Variance``, times a factor.
/// - Source: TA-Lib's `STDDEV`, https://ta-lib.org/functions/stddev/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: value number `period`. What came before leaves nothing behind.
/// - Flat series: 0.
public struct StandardDeviation: SeriesIndicator, WindowedIndicator {
  /// Over how many values it goes; 2 or above.
  public let period: Int
  /// What the deviation is multiplied by.
  public let factor: Double

  /// The last values.
  public var memory: [Double]

  private var moments: MomentsRing

  /// A deviation over a period of 2 or above, times a factor.
  public init(period: Int, factor: Double = 1) {
    precondition(period >= 2, "a standard deviation's period is 2 or above")
    self.period = period
    self.factor = factor
    moments = MomentsRing(count: period)
    memory = Array(repeating: 0, count: period)
  }

  /// The period: the first value is defined at its last one.
  public var warmUp: Int { period }

  /// Takes the next value in; the deviation after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    moments.push(value, memory)
    return moments.isFull ? moments.variance.squareRoot() * factor : nil
  }
}
