// SPDX-License-Identifier: Apache-2.0

/// The highest or the lowest of the last so many values, in amortised constant time: only values are kept that can still
/// become it, in falling order; each is put in and taken out once.
@frozen
public struct MonotonicExtreme: Sendable {
  /// Which end of the values is looked for.
  @frozen
  public enum Direction: Hashable, Sendable {
    /// The highest value.
    case highest
    /// The lowest value.
    case lowest
  }

  /// Over how many values is looked; 1 or above.
  public let count: Int

  /// 1 for the highest, -1 for the lowest, which is the highest of the opposites.
  @usableFromInline let sign: Double
  @usableFromInline var candidates: [Candidate]
  /// Where the oldest candidate stands, which is the extreme.
  @usableFromInline var first = 0
  /// How many candidates there are, from `first` on, around the end.
  @usableFromInline var kept = 0
  @usableFromInline var steps = 0

  /// A value and the step at which it came.
  @frozen
  @usableFromInline
  struct Candidate: Sendable {
    @usableFromInline var value: Double
    @usableFromInline var step: Int

    @inlinable
    init(value: Double, step: Int) {
      self.value = value
      self.step = step
    }
  }

  /// The extreme of a count of values of 1 or above.
  @inlinable
  public init(_ direction: Direction, of count: Int) {
    precondition(count >= 1, "an extreme is one of at least one value")
    self.count = count
    sign = direction == .highest ? 1 : -1
    candidates = Array(repeating: Candidate(value: 0, step: 0), count: count)
  }

  /// Whether as many values were taken as are looked over.
  @inlinable public var isFull: Bool { steps >= count }

  /// The extreme of the values taken so far, of the last ones once there are more; nil before the first.
  @inlinable public var value: Double? { kept == 0 ? nil : candidates[first].value * sign }

  /// How many steps ago the extreme came, 0 if it is the last value; of equal values the latest counts. Nil before the
  /// first.
  @inlinable public var age: Int? { kept == 0 ? nil : steps - 1 - candidates[first].step }

  /// Takes the next value in.
  ///
  /// - Returns: the extreme after it.
  @inlinable
  @discardableResult
  public mutating func push(_ value: Double) -> Double {
    let signed = value * sign
    if kept > 0, candidates[first].step <= steps - count {
      first = first + 1 == count ? 0 : first + 1
      kept -= 1
    }
    var place = first + kept
    if place >= count { place -= count }
    while kept > 0 {
      let last = place == 0 ? count - 1 : place - 1
      if candidates[last].value > signed { break }
      place = last
      kept -= 1
    }
    candidates[place] = Candidate(value: signed, step: steps)
    kept += 1
    steps += 1
    return candidates[first].value * sign
  }
}
