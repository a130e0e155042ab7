// SPDX-License-Identifier: Apache-2.0

/// Whether all of the last so many values were 0, so that their sum, in which rounding leaves something behind, can be
/// told from a small one.
struct ZeroRun: Sendable {
  private let count: Int
  /// How many of the last values were 0, one after the other.
  private var zeros = 0

  /// Of a count of values of 1 or above.
  init(count: Int) { self.count = count }

  /// Whether there were as many zeros, one after the other.
  var isWhole: Bool { zeros >= count }

  /// Takes the next value in.
  @inline(__always)
  mutating func take(isZero: Bool) {
    // A mask costs less than a branch, even one that is nearly never taken.
    zeros = (zeros &+ 1) & (isZero ? -1 : 0)
  }
}
