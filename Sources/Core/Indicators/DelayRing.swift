// SPDX-License-Identifier: Apache-2.0

/// The value of so many steps ago; the values stand in a piece of memory that it is given.
struct DelayRing: Sendable {
  /// Whether as many values were taken as it keeps, so that the next one meets the first.
  private(set) var isFull = false

  private let start: Int
  private let end: Int
  private var place: Int

  /// A delay of a count of steps of 1 or above, in memory that is zero from a place on.
  init(count: Int, at start: Int = 0) {
    precondition(count >= 1, "a delay is one of at least one step")
    self.start = start
    end = start + count
    place = start
  }

  /// Takes the next value in.
  ///
  /// - Returns: the value taken as many steps before; 0 while there were too few.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) -> Double {
    let old = memory[place]
    memory[place] = next
    place += 1
    if place == end {
      place = start
      isFull = true
    }
    return old
  }
}
