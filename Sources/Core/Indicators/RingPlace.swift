// SPDX-License-Identifier: Apache-2.0

/// Where in a ring of places the next value goes, which is where the oldest stands once all are taken.
struct RingPlace: Sendable {
  /// The first place.
  let start: Int
  /// The place after the last.
  let end: Int
  /// Where the next value goes.
  private(set) var index: Int
  /// Whether all places are taken.
  private(set) var isFull = false

  /// A count of places of 1 or above, from one on.
  init(count: Int, at start: Int = 0) {
    precondition(count >= 1, "a ring has at least one place")
    self.start = start
    end = start + count
    index = start
  }

  /// Goes on to the next place.
  ///
  /// - Returns: whether that is the first one again: once per count.
  @inline(__always)
  mutating func advance() -> Bool {
    index &+= 1
    guard index == end else { return false }
    index = start
    isFull = true
    return true
  }
}

extension UnsafeMutablePointer<Double> {
  /// A pair of numbers by its place among pairs that stand one after the other.
  @inline(__always)
  subscript(pair index: Int) -> SIMD2<Double> {
    get { SIMD2(self[2 &* index], self[2 &* index &+ 1]) }
    nonmutating set { (self[2 &* index], self[2 &* index &+ 1]) = (newValue.x, newValue.y) }
  }
}
