// SPDX-License-Identifier: Apache-2.0

/// The sum of the last so many values in which the oldest counts once and the newest as often as there are values,
/// beside their plain sum, in constant time; the values stand in a piece of memory that it is given.
///
/// Rounding errors don't pile up, as in ``SumRing``: both sums are replaced each time the ring comes round.
struct WeightedSumRing: Sendable {
  /// The plain sum.
  private(set) var sum = 0.0
  /// The weighted sum.
  private(set) var weighted = 0.0

  /// Over how many values is summed.
  private let count: Double
  /// What the weighted sum counts for the mean.
  private let share: Double
  private var place: RingPlace
  /// The sum of the values since the ring last came round, and the sum of what it was before each of them.
  private var fresh = (sum: 0.0, before: 0.0)

  /// Sums over a count of values of 1 or above, in memory that is zero from a place on.
  init(count: Int, at start: Int = 0) {
    self.count = Double(count)
    share = 1 / Double(count * (count + 1) / 2)
    place = RingPlace(count: count, at: start)
  }

  /// Whether as many values were taken as are summed.
  var isFull: Bool { place.isFull }

  /// The weighted mean of the last values.
  var mean: Double { weighted * share }

  /// Takes the next value in.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) {
    let old = memory[place.index]
    memory[place.index] = next
    // Each value that stays counts once less than before.
    weighted += count * next - sum
    sum += next - old
    fresh.before += fresh.sum
    fresh.sum += next
    if place.advance() {
      // The first of them stood in all those sums, the last in none.
      (sum, weighted) = (fresh.sum, count * fresh.sum - fresh.before)
      fresh = (0, 0)
    }
  }
}
