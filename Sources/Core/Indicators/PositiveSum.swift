// SPDX-License-Identifier: Apache-2.0

/// The sum of the last so many values of 0 or above, in constant time. It is 0 exactly where all of them are: what
/// rounding leaves behind in a running sum would otherwise be divided by.
struct PositiveSum: Sendable {
  private var sum: RollingSum
  private let count: Int
  /// How many values in a row have been 0.
  private var zeros = 0

  /// A sum over a count of values of 1 or above.
  init(count: Int) {
    self.count = count
    sum = RollingSum(count: count)
  }

  /// Whether as many values were taken as are summed.
  var isFull: Bool { sum.isFull }

  /// The sum of the values taken so far, of the last ones once there are more; 0 or above.
  var value: Double { zeros >= count ? 0 : max(0, sum.value) }

  /// Takes the next value in, 0 or above.
  mutating func push(_ value: Double) {
    zeros = value == 0 ? zeros + 1 : 0
    sum.push(value)
  }
}
