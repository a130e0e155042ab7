// SPDX-License-Identifier: Apache-2.0

/// Average true range: how far a price usually goes in one candle, in the price's unit.
///
/// - Formula: Wilder's average of the ``TrueRange``: `a = (a × (period - 1) + range) / period`; the first a is the plain
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

  @usableFromInline var current: Double?
  @usableFromInline var lastClose: Double?
  @usableFromInline var sum = 0.0
  @usableFromInline var missing: Int

  /// An average over a period of 2 or above.
  @inlinable
  public init(period: Int) {
    precondition(period >= 2, "an ATR's period is 2 or above")
    self.period = period
    missing = period
    current = nil
    lastClose = nil
  }

  /// The average after the last candle, or nil before the first defined one.
  @inlinable public var value: Double? { current }

  /// The period and one more, because the first range needs two candles.
  @inlinable public var warmUp: Int { period + 1 }

  /// Takes the next candle in; the average after it, 0 or above, or nil during warm-up.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    guard let last = lastClose else {
      lastClose = bar.close
      return nil
    }
    lastClose = bar.close
    let range = TrueRange.of(high: bar.high, low: bar.low, lastClose: last)
    if let average = current {
      current = (average * Double(period - 1) + range) / Double(period)
      return current
    }
    sum += range
    missing -= 1
    if missing == 0 { current = sum / Double(period) }
    return current
  }
}
