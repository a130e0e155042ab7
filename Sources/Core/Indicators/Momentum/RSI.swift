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

  @usableFromInline var last = 0.0
  /// The averages of rises and of falls; their sums while values are missing.
  @usableFromInline var gain = 0.0
  @usableFromInline var loss = 0.0
  /// How many values are missing until the first result.
  @usableFromInline var missing: Int
  @usableFromInline let share: Double

  /// An index over a period of 2 or above.
  @inlinable
  public init(period: Int) {
    precondition(period >= 2, "an RSI's period is 2 or above")
    self.period = period
    missing = period + 1
    share = 1 / Double(period)
  }

  /// The index after the last value, or nil before the first defined one.
  @inlinable public var value: Double? { missing == 0 ? index : nil }

  /// The period and one more, because the first change needs two values.
  @inlinable public var warmUp: Int { period + 1 }

  /// Takes the next value in; the index after it, 0 to 100, or nil during warm-up.
  @inlinable
  @inline(__always)
  public mutating func update(_ value: Double) -> Double? {
    let change = value - last
    last = value
    guard missing == 0 else { return begin(with: change) }
    let rise = change > 0 ? change : 0
    gain = (gain * Double(period &- 1) + rise) * share
    loss = (loss * Double(period &- 1) + (rise - change)) * share
    return index
  }

  @inlinable var index: Double {
    let total = gain + loss
    return total == 0 ? 0 : 100 * (gain / total)
  }

  /// Takes a change of the seed; the first value has none.
  @inlinable
  mutating func begin(with change: Double) -> Double? {
    missing -= 1
    if missing == period { return nil }
    gain += max(change, 0)
    loss += max(change, 0) - change
    guard missing == 0 else { return nil }
    gain *= share
    loss *= share
    return index
  }
}
