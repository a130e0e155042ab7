// SPDX-License-Identifier: Apache-2.0

/// The highest of the last so many values, in amortised constant time; it works in a piece of memory that it is given.
///
/// Values come in blocks as long as the window, so that it always lies across two: an end of the full block and a
/// beginning of the next. Of the beginning the highest is known as values come; that of each end of the full block is
/// worked out at once, backwards, when the block is full.
struct ExtremeRing: Sendable {
  private var place: RingPlace
  private var current = -Double.infinity

  /// The highest of a count of values of 1 or above, in memory that ``memory(for:)`` made, from a place on.
  init(count: Int, at start: Int = 0) { place = RingPlace(count: count, at: start) }

  /// Memory for a count of values, lower than any.
  static func memory(for count: Int) -> [Double] { Array(repeating: -.infinity, count: count) }

  /// Whether as many values were taken as are looked over.
  var isFull: Bool { place.isFull }

  /// Takes the next value in.
  ///
  /// - Returns: the highest after it.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) -> Double {
    current = next > current ? next : current
    memory[place.index] = next
    guard place.advance() else {
      let older = memory[place.index]
      return older > current ? older : current
    }
    let highest = current
    Self.finishBlock(memory, from: place.start, to: place.end)
    current = -.infinity
    return highest
  }

  /// Puts into each place the highest from there to the end. Going by two, only every other one waits for the last.
  @inline(never)
  private static func finishBlock(_ memory: UnsafeMutablePointer<Double>, from start: Int, to end: Int) {
    var highest = -Double.infinity
    var index = end
    while index &- start >= 2 {
      index &-= 2
      let (left, right) = (memory[index], memory[index &+ 1])
      let both = left > right ? left : right
      memory[index &+ 1] = right > highest ? right : highest
      highest = both > highest ? both : highest
      memory[index] = highest
    }
    if index > start, memory[start] < highest { memory[start] = highest }
  }
}
