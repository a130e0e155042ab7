// SPDX-License-Identifier: Apache-2.0

/// Average true range: how far a price usually goes in one candle, in the price's unit.
///
/// - Formula: Wilder's average of the ``TrueRange``: `a = a × (1 - 1 / period) + range / period`; the first a is the plain
///   mean of the first `period` ranges. The first candle has no close before it, and no range.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `ATR`, https://ta-lib.org/functions/atr/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period + 1`.
/// - Residue of the seed: its error shrinks by (period - 1) / period per candle; after `15 × period` candles in all, less
///   than 10⁻⁶ of it is left.
/// - Flat series: 0 while there was no range at all; afterwards it falls towards 0.
@frozen
public struct ATR: CandleIndicator {
  /// How many ranges the seed takes; 2 or above.
  public let period: Int

  /// Which part of the average the next range leaves.
  @usableFromInline let kept: Double
  @usableFromInline var lastClose = 0.0
  /// The average; the sum of the ranges while candles are missing.
  @usableFromInline var average = 0.0
  /// How many candles are missing until the first result.
  @usableFromInline var missing: Int

  /// An average over a period of 2 or above.
  @inlinable
  public init(period: Int) {
    precondition(period >= 2, "an ATR's period is 2 or above")
    self.period = period
    kept = 1 - 1 / Double(period)
    missing = period + 1
  }

  /// The average after the last candle, or nil before the first defined one.
  @inlinable public var value: Double? { missing == 0 ? average : nil }

  /// The period and one more, because the first range needs two candles.
  @inlinable public var warmUp: Int { period + 1 }

  /// Takes the next candle in; the average after it, 0 or above, or nil during warm-up.
  @inlinable
  @inline(__always)
  public mutating func update(_ bar: Bar) -> Double? {
    let range = TrueRange.of(high: bar.high, low: bar.low, lastClose: lastClose)
    lastClose = bar.close
    guard missing == 0 else { return begin(with: range) }
    average = average * kept + range / Double(period)
    return average
  }

  /// Takes a range of the seed; the first candle has none.
  @inlinable
  mutating func begin(with range: Double) -> Double? {
    missing -= 1
    if missing == period { return nil }
    average += range
    guard missing == 0 else { return nil }
    average /= Double(period)
    return average
  }
}
