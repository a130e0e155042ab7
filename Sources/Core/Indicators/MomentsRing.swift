// SPDX-License-Identifier: Apache-2.0

/// The mean and the variance of the last so many values, in amortised constant time; the values stand in a piece of
/// memory that it is given.
///
/// Sums are taken of the values' distances from an origin near them, because squares of the values themselves would
/// leave nothing of a small variance. The origin moves along: a second pair of sums has the value at which the ring last
/// came round for its origin, and takes the first one's place when it comes round again. Where the values have come so
/// close together that too few digits are left, the newest becomes the origin at once and all are summed anew.
///
/// That costs a whole ring, and yet a bounded share per value: the sum of squares must have fallen to a ten thousandth
/// of its largest since the last time, and it can rise again only by a value that then keeps it up until the ring has
/// come round. Values that differ by a factor of 10ᵏ at the most can so bring it about k / 2 times in a round or a few
/// times more, whatever the count is.
struct MomentsRing: Sendable {
  /// The variance of the last values, divided by their number; 0 or above, and 0 where they are all equal.
  private(set) var variance = 0.0

  private let count: Double
  /// What one value counts for a mean: multiplying is faster than dividing.
  private let share: Double
  private var place: RingPlace
  private var now = Sums()
  private var fresh = Sums()

  /// Sums of the distances from an origin, and of their squares.
  private struct Sums {
    var origin = 0.0
    var sum = 0.0
    var squares = 0.0

    init(origin: Double = 0) { self.origin = origin }

    @inline(never)
    init(of memory: UnsafePointer<Double>, _ places: Range<Int>, origin: Double) {
      self.origin = origin
      for index in places { add(memory[index]) }
    }

    @inline(__always)
    mutating func add(_ value: Double) {
      let distance = value - origin
      sum += distance
      squares += distance * distance
    }

    @inline(__always)
    mutating func replace(_ old: Double, by next: Double) {
      let change = next - old
      sum += change
      squares += change * ((next - origin) + (old - origin))
    }
  }

  /// The largest that the sum of squares was since it was made anew; its rounding errors are still in it.
  private var largest = 0.0

  /// Moments of a count of values of 1 or above, in memory from a place on.
  init(count: Int, at start: Int = 0) {
    self.count = Double(count)
    share = 1 / Double(count)
    place = RingPlace(count: count, at: start)
  }

  /// Whether as many values were taken as are looked over; before, there are no moments.
  var isFull: Bool { place.isFull }

  /// The mean of the last values.
  var mean: Double { now.origin + now.sum * share }

  /// Takes the next value in.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) {
    let old = memory[place.index]
    memory[place.index] = next
    fresh.add(next)
    now.replace(old, by: next)
    largest = now.squares > largest ? now.squares : largest
    if place.advance() {
      now = fresh
      fresh = Sums(origin: next)
      largest = now.squares
    }
    guard isFull else { return }
    measure()
    if variance * count < largest * 1e-4 {
      now = Sums(of: memory, place.start..<place.end, origin: next)
      largest = now.squares
      measure()
      variance = max(0, variance)
    }
  }

  @inline(__always)
  private mutating func measure() {
    let mean = now.sum * share
    variance = now.squares * share - mean * mean
  }
}
