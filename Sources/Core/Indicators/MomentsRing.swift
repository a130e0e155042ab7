// SPDX-License-Identifier: Apache-2.0

/// The mean and the variance of the last so many values, in amortised constant time; the values stand in a piece of
/// memory that it is given.
///
/// Sums are taken of the values' distances from an origin near them, because squares of the values themselves would
/// leave nothing of a small variance. The origin moves along: a second pair of sums has the value at which the ring last
/// came round for its origin, and takes the first one's place when it comes round again. Where the values have come so
/// close together that too few digits are left, the newest becomes the origin at once and all are summed anew; that
/// lasts until they have spread and come together again.
struct MomentsRing: Sendable {
  /// The variance of the last values, divided by their number; 0 or above, and 0 where they are all equal.
  private(set) var variance = 0.0
  /// Whether as many values were taken as are looked over; before, there are no moments.
  private(set) var isFull = false

  private let count: Double
  /// What one value counts for a mean: multiplying is faster than dividing.
  private let share: Double
  private let start: Int
  private let end: Int
  private var place: Int
  private var isEmpty = true
  private var now = Sums()
  private var fresh = Sums()

  /// Sums of the distances from an origin, and of their squares.
  private struct Sums {
    var origin = 0.0
    var sum = 0.0
    var squares = 0.0
    /// The largest that the sum of squares was; its rounding errors are still in it.
    var largest = 0.0

    @inline(__always)
    mutating func add(_ value: Double) {
      let distance = value - origin
      sum += distance
      squares += distance * distance
      largest = squares > largest ? squares : largest
    }

    @inline(__always)
    mutating func remove(_ value: Double) {
      let distance = value - origin
      sum -= distance
      squares -= distance * distance
    }
  }

  /// Moments of a count of values of 1 or above, in memory from a place on.
  init(count: Int, at start: Int = 0) {
    precondition(count >= 1, "moments are those of at least one value")
    self.count = Double(count)
    share = 1 / Double(count)
    self.start = start
    end = start + count
    place = start
  }

  /// The mean of the last values.
  var mean: Double { now.origin + now.sum / count }

  /// Takes the next value in.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) {
    if isEmpty { begin(next) }
    let old = memory[place]
    memory[place] = next
    place += 1
    fresh.add(next)
    if place == end {
      place = start
      isFull = true
      now = fresh
      fresh = Sums(origin: next)
    } else {
      now.add(next)
      if isFull { now.remove(old) }
    }
    guard isFull else { return }
    let mean = now.sum * share
    variance = now.squares * share - mean * mean
    if variance * count < now.largest * 1e-4 { sumAnew(from: next, memory) }
  }

  private mutating func begin(_ value: Double) {
    isEmpty = false
    (now.origin, fresh.origin) = (value, value)
  }

  @inline(never)
  private mutating func sumAnew(from newest: Double, _ memory: UnsafeMutablePointer<Double>) {
    now = Sums(origin: newest)
    // From the oldest on.
    for index in place..<end { now.add(memory[index]) }
    for index in start..<place { now.add(memory[index]) }
    let mean = now.sum / count
    variance = max(0, now.squares / count - mean * mean)
  }
}
