// SPDX-License-Identifier: Apache-2.0

/// The sum of the last so many values, in constant time; the values stand in a piece of memory that it is given.
///
/// What is added and taken away again leaves rounding errors behind. They don't pile up: a second sum is made of the
/// values since the ring last came round, and takes the first one's place each time it comes round again. A sum of zeros
/// is exactly 0, so that it can be told from a small one.
struct SumRing: Sendable {
  /// Over how many values is summed; 1 or above.
  let count: Int
  /// The sum of the values taken so far, of the last ones once there are more.
  private(set) var value = 0.0

  private var place: RingPlace
  private var fresh = 0.0
  /// How many of the last values were 0, one after the other.
  private var zeros = 0

  /// A sum over a count of values of 1 or above, in memory that is zero from a place on.
  init(count: Int, at start: Int = 0) {
    self.count = count
    place = RingPlace(count: count, at: start)
  }

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
    value += next - old
    fresh += next
    if place.advance() { (value, fresh) = (fresh, 0) }
    zeros = next == 0 ? zeros &+ 1 : 0
    if zeros >= count { value = 0 }
    return old
  }
}
