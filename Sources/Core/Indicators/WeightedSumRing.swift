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
  private var fresh = (count: 0.0, sum: 0.0, weighted: 0.0)

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
    fresh.count += 1
    fresh.sum += next
    fresh.weighted += fresh.count * next
    if place.advance() {
      (sum, weighted) = (fresh.sum, fresh.weighted)
      fresh = (0, 0, 0)
    }
  }
}
