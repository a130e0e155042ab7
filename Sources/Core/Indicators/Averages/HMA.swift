// SPDX-License-Identifier: Apache-2.0

/// Hull moving average: smooth, and nearly without lag.
///
/// - Formula: a ``WMA`` over the root of the period of `2 × half - whole`, where half is the WMA over half the period
///   and whole the one over all of it; half and root are rounded down.
/// - Author: Alan Hull, 2005, https://alanhull.com/hull-moving-average.
/// - Source: TA-Lib's `HMA`, https://ta-lib.org/functions/hma/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `period + root - 1`. What came before leaves nothing behind.
/// - Flat series: the price itself, but for rounding.
public struct HMA: SeriesIndicator, WindowedIndicator {
  /// Over how many values the longest of the averages goes; 2 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private let root: Int
  private var half: WeightedSumRing
  private var whole: WeightedSumRing
  private var smooth: WeightedSumRing

  /// An average over a period of 2 or above.
  public init(period: Int) {
    precondition(period >= 2, "an HMA's period is 2 or above")
    self.period = period
    root = Int(Double(period).squareRoot())
    half = WeightedSumRing(count: period / 2)
    whole = WeightedSumRing(count: period, at: period / 2)
    smooth = WeightedSumRing(count: root, at: period / 2 + period)
    memory = Array(repeating: 0, count: period / 2 + period + root)
  }

  /// The period, and the root of it less one.
  public var warmUp: Int { period + root - 1 }

  /// Takes the next value in; the average after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    half.push(value, memory)
    whole.push(value, memory)
    guard whole.isFull else { return nil }
    smooth.push(2 * half.mean - whole.mean, memory)
    return smooth.isFull ? smooth.mean : nil
  }
}
