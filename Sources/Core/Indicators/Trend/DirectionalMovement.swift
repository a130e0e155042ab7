// SPDX-License-Identifier: Apache-2.0

/// Both directional indicators of Wilder: which share of a price's range is movement upwards, and which downwards.
///
/// A candle's movement is up by `high - last high` or down by `last low - low`, whichever is larger and above 0, else
/// none. Movements and ``TrueRange`` are summed by Wilder: `s = s × (1 - 1 / period) + x`, beginning with the plain sum of the
/// first `period - 1`. `±DI = 100 × movement / range`, 0 where there was no range. Defined from candle number
/// `period + 1` on.
@frozen
public struct DirectionalMovement: Sendable {
  /// Over how many candles is summed; 2 or above.
  public let period: Int

  /// Which part of a sum the next candle leaves.
  @usableFromInline let share: Double
  @usableFromInline var last = (high: 0.0, low: 0.0, close: 0.0)
  @usableFromInline var up = 0.0
  @usableFromInline var down = 0.0
  @usableFromInline var range = 0.0
  /// How many candles are missing until both are defined.
  @usableFromInline var missing: Int

  /// Indicators over a period of 2 or above.
  @inlinable
  public init(period: Int) {
    precondition(period >= 2, "a directional indicator's period is 2 or above")
    self.period = period
    share = 1 - 1 / Double(period)
    missing = period + 1
  }

  /// The share of upward movement, 0 to 100, or nil before the first defined one.
  @inlinable public var plus: Double? { missing > 0 ? nil : percent(of: up) }

  /// The share of downward movement, 0 to 100, or nil before the first defined one.
  @inlinable public var minus: Double? { missing > 0 ? nil : percent(of: down) }

  /// How many candles it takes until both are defined.
  @inlinable public var warmUp: Int { period + 1 }

  /// Takes the next candle in; both indicators after it, or nil during warm-up.
  @inlinable
  @inline(__always)
  public mutating func update(_ bar: Bar) -> (plus: Double, minus: Double)? {
    let (rise, fall) = (bar.high - last.high, last.low - bar.low)
    let width = TrueRange.of(high: bar.high, low: bar.low, lastClose: last.close)
    last = (bar.high, bar.low, bar.close)
    if missing > 1 {
      begin(rise: rise, fall: fall, width: width)
      return nil
    }
    missing = 0
    up = up * share + Self.movement(rise, against: fall)
    down = down * share + Self.movement(fall, against: rise)
    range = range * share + width
    return (percent(of: up), percent(of: down))
  }

  /// Takes a candle of the plain sums; the first has none before it.
  @inlinable
  mutating func begin(rise: Double, fall: Double, width: Double) {
    missing -= 1
    if missing == period { return }
    up += Self.movement(rise, against: fall)
    down += Self.movement(fall, against: rise)
    range += width
  }

  /// What counts of a move: all of it if it goes further than the other way, else nothing.
  @inlinable
  @inline(__always)
  static func movement(_ move: Double, against other: Double) -> Double {
    let further = move > other ? move : 0
    return further > 0 ? further : 0
  }

  /// How much of all movement has one direction: Wilder's DX of both indicators, 0 to 100; nil without any movement.
  @inlinable
  @inline(__always)
  public static func strength(plus: Double, minus: Double) -> Double? {
    let total = plus + minus
    return total == 0 ? nil : 100 * ((plus - minus).magnitude / total)
  }

  @inlinable
  @inline(__always)
  func percent(of movement: Double) -> Double { range == 0 ? 0 : 100 * (movement / range) }
}
