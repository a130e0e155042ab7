// SPDX-License-Identifier: Apache-2.0

/// The highest or the lowest of the last so many values, in amortised constant time.
///
/// Values come in blocks as long as the window, so that it always lies across two: an end of the full block, and a
/// beginning of the next. Of the beginning the extreme is known as values come; of all ends of the full block it is
/// worked out at once, from the last value backwards, when the block is full.
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
  /// Values of the block that is being filled, up to `place`; from there on the extremes of the full block's ends.
  @usableFromInline var block: [Slot]
  /// Where in the block the next value goes.
  @usableFromInline var place = 0
  @usableFromInline var steps = 0
  /// The extreme of the block that is being filled, and when it came.
  @usableFromInline var current = -Double.infinity
  @usableFromInline var currentStep = 0
  /// The extreme of the window, and when it came.
  @usableFromInline var extreme = -Double.infinity
  @usableFromInline var extremeStep = 0

  /// A value, or the extreme of an end, and the step at which it came.
  @frozen
  @usableFromInline
  struct Slot: Sendable {
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
    block = Array(repeating: Slot(value: -.infinity, step: 0), count: count)
  }

  /// Whether as many values were taken as are looked over.
  @inlinable public var isFull: Bool { steps >= count }

  /// The extreme of the values taken so far, of the last ones once there are more; nil before the first.
  @inlinable public var value: Double? { steps == 0 ? nil : extreme * sign }

  /// How many steps ago the extreme came, 0 if it is the last value; of equal values the latest counts. Nil before the
  /// first.
  @inlinable public var age: Int? { steps == 0 ? nil : steps - 1 - extremeStep }

  /// Takes the next value in.
  ///
  /// - Returns: the extreme after it.
  @inlinable
  @discardableResult
  public mutating func push(_ value: Double) -> Double {
    let signed = value * sign
    let isLatest = signed >= current
    current = isLatest ? signed : current
    currentStep = isLatest ? steps : currentStep
    block[place] = Slot(value: signed, step: steps)
    place += 1
    steps += 1
    if place == count {
      (extreme, extremeStep) = (current, currentStep)
      finishBlock()
    } else {
      let end = block[place]
      let isOlder = end.value > current
      extreme = isOlder ? end.value : current
      extremeStep = isOlder ? end.step : currentStep
    }
    return extreme * sign
  }

  /// Works out the extremes of the full block's ends, and begins the next block.
  @usableFromInline
  mutating func finishBlock() {
    block.withUnsafeMutableBufferPointer { slots in
      var best = slots[slots.count - 1]
      for index in slots.indices.reversed() {
        let slot = slots[index]
        let isBetter = slot.value > best.value
        best.value = isBetter ? slot.value : best.value
        best.step = isBetter ? slot.step : best.step
        slots[index] = best
      }
    }
    place = 0
    current = -.infinity
  }
}
