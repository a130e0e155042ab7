// SPDX-License-Identifier: Apache-2.0

/// The straight line through the last values that leaves the smallest squares of distances; the values stand one step
/// apart, the oldest at 0.
struct RegressionLine: Sendable {
  /// Through how many values it goes.
  let period: Int
  /// By how much the line rises per step, once there are enough values.
  private(set) var slope = 0.0
  /// Where the line is at the oldest value, once there are enough.
  private(set) var intercept = 0.0

  private var sums: WeightedSumRing
  private let count: Double
  /// The sum of the places, and what the slope is divided by.
  private let places: Double
  private let divisor: Double

  init(period: Int) {
    precondition(period >= 2, "a regression line goes through two values or more")
    self.period = period
    sums = WeightedSumRing(count: period)
    count = Double(period)
    places = count * (count - 1) / 2
    divisor = count * (count * (count - 1) * (2 * count - 1) / 6) - places * places
  }

  /// Takes the next value into a memory as long as the period; whether there are enough for a line.
  @inline(__always)
  mutating func push(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Bool {
    sums.push(value, memory)
    guard sums.isFull else { return false }
    slope = (count * (sums.weighted - sums.sum) - places * sums.sum) / divisor
    intercept = (sums.sum - slope * places) / count
    return true
  }
}
