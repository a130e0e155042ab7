// SPDX-License-Identifier: Apache-2.0

/// The value of so many steps ago; the values stand in a piece of memory that it is given.
struct DelayRing: Sendable {
  private var place: RingPlace

  /// A delay of a count of steps of 1 or above, in memory from a place on.
  init(count: Int, at start: Int = 0) { place = RingPlace(count: count, at: start) }

  /// Whether as many values were taken as it keeps, so that the next one meets the first.
  var isFull: Bool { place.isFull }

  /// Takes the next value in.
  ///
  /// - Returns: the value taken as many steps before; it is meant once there were enough.
  @inline(__always)
  @discardableResult
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) -> Double {
    let old = memory[place.index]
    memory[place.index] = next
    _ = place.advance()
    return old
  }

  /// The oldest of the values that it keeps, once it is full.
  @inline(__always)
  func oldest(_ memory: UnsafeMutablePointer<Double>) -> Double { memory[place.index] }
}
