// SPDX-License-Identifier: Apache-2.0

/// Z-score: how many standard deviations the value lies above the mean of the last values, itself included.
///
/// - Formula: `(x - mean) / deviation` over the period, with the ``StandardDeviation`` of a whole population.
/// - Source: the standard score of statistics; TA-Lib has no function for it.
/// - Warm-up and first defined value: value number `period`. What came before leaves nothing behind.
/// - Flat series: 0.
public struct ZScore: SeriesIndicator, WindowedIndicator {
  /// Over how many values it goes; 2 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private var moments: MomentsRing

  /// A score over a period of 2 or above.
  public init(period: Int) {
    precondition(period >= 2, "a z-score's period is 2 or above")
    self.period = period
    moments = MomentsRing(count: period)
    memory = Array(repeating: 0, count: period)
  }

  /// The period: the first value is defined at its last one.
  public var warmUp: Int { period }

  /// Takes the next value in; its score, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    moments.push(value, memory)
    guard moments.isFull else { return nil }
    return moments.variance > 0 ? (value - moments.mean) / moments.variance.squareRoot() : 0
  }
}
