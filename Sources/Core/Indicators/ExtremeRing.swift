// SPDX-License-Identifier: Apache-2.0

/// The highest of the last so many values, in amortised constant time; it works in a piece of memory that it is given.
///
/// Values come in blocks as long as the window, so that it always lies across two: an end of the full block and a
/// beginning of the next. Of the beginning the highest is known as values come; that of each end of the full block is
/// worked out at once, backwards, when the block is full.
struct ExtremeRing: Sendable {
  /// Whether as many values were taken as are looked over.
  private(set) var isFull = false

  private let start: Int
  private let end: Int
  private var place: Int
  private var current = -Double.infinity

  /// The highest of a count of values of 1 or above, in memory from a place on.
  init(count: Int, at start: Int = 0) {
    precondition(count >= 1, "an extreme is one of at least one value")
    self.start = start
    end = start + count
    place = start
  }

  /// Takes the next value in.
  ///
  /// - Returns: the highest after it; it is meant once there are enough.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) -> Double {
    current = next > current ? next : current
    memory[place] = next
    place += 1
    guard place == end else {
      let older = memory[place]
      return isFull && older > current ? older : current
    }
    let highest = current
    finishBlock(memory)
    return highest
  }

  @inline(never)
  private mutating func finishBlock(_ memory: UnsafeMutablePointer<Double>) {
    var highest = -Double.infinity
    for index in (start..<end).reversed() {
      highest = memory[index] > highest ? memory[index] : highest
      memory[index] = highest
    }
    place = start
    isFull = true
    current = -.infinity
  }
}
