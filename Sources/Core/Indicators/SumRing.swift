// SPDX-License-Identifier: Apache-2.0

/// The sum of the last so many values, in constant time; the values stand in a piece of memory that it is given.
///
/// What is added and taken away again leaves rounding errors behind. They don't pile up: a second sum is made of the
/// values since the ring last came round, and takes the first one's place each time it comes round again. A sum of zeros
/// is exactly 0, so that it can be told from a small one.
struct SumRing: Sendable {
  /// Over how many values is summed; 1 or above.
  let count: Int

  private var place: RingPlace
  private var sum = 0.0
  private var fresh = 0.0
  private var zeros: ZeroRun

  /// A sum over a count of values of 1 or above, in memory that is zero from a place on.
  init(count: Int, at start: Int = 0) {
    self.count = count
    place = RingPlace(count: count, at: start)
    zeros = ZeroRun(count: count)
  }

  /// The sum of the values taken so far, of the last ones once there are more.
  var value: Double { zeros.isWhole ? 0 : sum }

  /// Whether as many values were taken as are summed.
  var isFull: Bool { place.isFull }

  /// Takes the next value in.
  ///
  /// - Returns: the value that falls out of the sum, 0 while there were too few.
  @inline(__always)
  @discardableResult
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) -> Double {
    let old = memory[place.index]
    memory[place.index] = next
    sum += next - old
    fresh += next
    if place.advance() { (sum, fresh) = (fresh, 0) }
    zeros.take(isZero: next == 0)
    return old
  }
}
