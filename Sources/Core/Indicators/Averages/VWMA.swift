// SPDX-License-Identifier: Apache-2.0

/// Volume-weighted moving average: each value counts as much as was traded in its candle.
///
/// - Formula: the sum of values times volumes over the period, divided by the sum of the volumes.
/// - Source: TA-Lib's `VWMA`, https://ta-lib.org/functions/vwma/; equal to it but for the rounding of the last digits,
///   and for a period in which nothing was traded: TA-Lib's is undefined there, this is the plain mean.
/// - Warm-up and first defined value: value number `period`. What came before the period leaves nothing behind.
/// - Flat series: the price itself, but for rounding.
public struct VWMA: PairIndicator, WindowedIndicator {
  /// Over how many values is averaged; 1 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private var worth: SumRing
  private var volume: SumRing
  private var values: SumRing

  /// An average over a period of 1 or above.
  public init(period: Int) {
    precondition(period >= 1, "a VWMA's period is 1 or above")
    self.period = period
    worth = SumRing(count: period)
    volume = SumRing(count: period, at: period)
    values = SumRing(count: period, at: 2 * period)
    memory = Array(repeating: 0, count: 3 * period)
  }

  /// The period: the first average is defined at its last value.
  public var warmUp: Int { period }

  /// Takes the next value and its volume in; the average after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ input: (Double, Double), _ memory: UnsafeMutablePointer<Double>) -> Double? {
    worth.push(input.0 * input.1, memory)
    volume.push(input.1, memory)
    values.push(input.0, memory)
    guard volume.isFull else { return nil }
    return volume.value > 0 ? worth.value / volume.value : values.value / Double(period)
  }
}
