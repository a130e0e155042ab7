// SPDX-License-Identifier: Apache-2.0

/// Count, mean and population standard deviation of numbers that come one by one, by Welford's method.
///
/// Source: B. P. Welford, Note on a method for calculating corrected sums of squares and products, 1962.
struct Spread: Hashable, Sendable {
  private(set) var count = 0
  private(set) var mean = 0.0
  private var squares = 0.0

  /// The standard deviation with divisor n; 0 for fewer than two numbers.
  var deviation: Double {
    count == 0 ? 0 : (squares / Double(count)).squareRoot()
  }

  mutating func add(_ number: Double) {
    count += 1
    let before = number - mean
    mean += before / Double(count)
    squares += before * (number - mean)
  }
}
