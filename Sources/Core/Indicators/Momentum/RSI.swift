// SPDX-License-Identifier: Apache-2.0

/// Relative strength index: the share of rises in all changes, 0 to 100.
///
/// - Formula: `100 × gain / (gain + loss)`, where gain and loss are the averages of the rises and of the falls of the
///   last changes, smoothed by Wilder: `average = (average × (period - 1) + change) / period`; the first average is the
///   plain mean of the first `period` changes.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `RSI`, https://ta-lib.org/functions/rsi/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period + 1`, which ends change number `period`.
/// - Residue of the seed: its error shrinks by (period - 1) / period per value; after `15 × period` values in all, less
///   than 10⁻⁶ of it is left.
/// - Flat series: 0 while there was no change at all, as TA-Lib has it; afterwards a flat stretch leaves it where it is.
@frozen
public struct RSI: SeriesIndicator {
  /// How many changes the seed takes; 2 or above.
  public let period: Int

  @usableFromInline var current: Double?
  @usableFromInline var last: Double?
  @usableFromInline var gain = 0.0
  @usableFromInline var loss = 0.0
  @usableFromInline var missing: Int
  @usableFromInline let share: Double

  /// An index over a period of 2 or above.
  @inlinable
  public init(period: Int) {
    precondition(period >= 2, "an RSI's period is 2 or above")
    self.period = period
    missing = period
    share = 1 / Double(period)
    current = nil
    last = nil
  }

  /// The index after the last value, or nil before the first defined one.
  @inlinable public var value: Double? { current }

  /// The period and one more, because the first change needs two values.
  @inlinable public var warmUp: Int { period + 1 }

  /// Takes the next value in; the index after it, 0 to 100, or nil during warm-up.
  @inlinable
  public mutating func update(_ value: Double) -> Double? {
    guard let last else {
      self.last = value
      return nil
    }
    self.last = value
    take(change: value - last)
    guard missing == 0 else { return nil }
    let total = gain + loss
    current = total == 0 ? 0 : 100 * (gain / total)
    return current
  }

  @inlinable
  mutating func take(change: Double) {
    let rise = max(change, 0)
    if missing == 0 {
      gain = (gain * Double(period - 1) + rise) * share
      loss = (loss * Double(period - 1) + (rise - change)) * share
      return
    }
    gain += rise
    loss += rise - change
    missing -= 1
    if missing == 0 {
      gain *= share
      loss *= share
    }
  }
}
