// SPDX-License-Identifier: Apache-2.0

/// A ``PlainSumRing`` whose sum of zeros is exactly 0, so that it can be told from a small one.
struct SumRing: Sendable {
  /// Over how many values is summed; 1 or above.
  let count: Int

  private var sum: PlainSumRing
  private var zeros: ZeroRun

  /// A sum over a count of values of 1 or above, in memory that is zero from a place on.
  init(count: Int, at start: Int = 0) {
    self.count = count
    sum = PlainSumRing(count: count, at: start)
    zeros = ZeroRun(count: count)
  }

  /// The sum of the values taken so far, of the last ones once there are more.
  var value: Double { zeros.isWhole ? 0 : sum.value }

  /// Whether as many values were taken as are summed.
  var isFull: Bool { sum.isFull }

  /// Takes the next value in.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) {
    zeros.take(isZero: next == 0)
    sum.push(next, memory)
  }
}
