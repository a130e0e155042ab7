// SPDX-License-Identifier: Apache-2.0

/// The sum of the last so many values, in constant time; the values stand in a piece of memory that it is given.
///
/// What is added and taken away again leaves rounding errors behind. They don't pile up: a second sum is made of the
/// values since the ring last came round, and takes the first one's place each time it comes round again.
struct PlainSumRing: Sendable {
  /// The sum of the values taken so far, of the last ones once there are more.
  private(set) var value = 0.0

  private var place: RingPlace
  private var fresh = 0.0

  /// A sum over a count of values of 1 or above, in memory that is zero from a place on.
  init(count: Int, at start: Int = 0) { place = RingPlace(count: count, at: start) }

  /// Whether as many values were taken as are summed.
  var isFull: Bool { place.isFull }

  /// Takes the next value in.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) {
    let old = memory[place.index]
    memory[place.index] = next
    value += next - old
    fresh += next
    if place.advance() { (value, fresh) = (fresh, 0) }
  }
}
