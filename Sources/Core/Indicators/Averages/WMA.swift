// SPDX-License-Identifier: Apache-2.0

/// Weighted moving average: the oldest value of the period counts once, the next twice, the newest `period` times.
///
/// - Formula: the sum of the values times their weights, divided by the sum of the weights,
///   `period × (period + 1) / 2`.
/// - Source: TA-Lib's `WMA`, https://ta-lib.org/functions/wma/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `period`. What came before the period leaves nothing behind.
/// - Flat series: the price itself, but for rounding.
public struct WMA: SeriesIndicator, WindowedIndicator {
  /// Over how many values is averaged; 1 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private var sum: WeightedSumRing

  /// An average over a period of 1 or above.
  public init(period: Int) {
    precondition(period >= 1, "a WMA's period is 1 or above")
    self.period = period
    sum = WeightedSumRing(count: period)
    memory = Array(repeating: 0, count: period)
  }

  /// The period: the first average is defined at its last value.
  public var warmUp: Int { period }

  /// Takes the next value in; the average after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    sum.push(value, memory)
    return sum.isFull ? sum.mean : nil
  }
}
