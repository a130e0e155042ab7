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
  @usableFromInline var last: (high: Double, low: Double, close: Double)?
  @usableFromInline var up = 0.0
  @usableFromInline var down = 0.0
  @usableFromInline var range = 0.0
  /// How many candles after the first have been taken, up to the period.
  @usableFromInline var count = 0

  /// Indicators over a period of 2 or above.
  @inlinable
  public init(period: Int) {
    precondition(period >= 2, "a directional indicator's period is 2 or above")
    self.period = period
    share = 1 - 1 / Double(period)
    last = nil
  }

  /// The share of upward movement, 0 to 100, or nil before the first defined one.
  @inlinable public var plus: Double? { count < period ? nil : percent(of: up) }

  /// The share of downward movement, 0 to 100, or nil before the first defined one.
  @inlinable public var minus: Double? { count < period ? nil : percent(of: down) }

  /// How many candles it takes until both are defined.
  @inlinable public var warmUp: Int { period + 1 }

  /// Takes the next candle in; both indicators after it, or nil during warm-up.
  @inlinable
  public mutating func update(_ bar: Bar) -> (plus: Double, minus: Double)? {
    guard let last else {
      self.last = (bar.high, bar.low, bar.close)
      return nil
    }
    self.last = (bar.high, bar.low, bar.close)
    let (rise, fall) = (bar.high - last.high, last.low - bar.low)
    let kept = count >= period - 1 ? share : 1
    up = up * kept + (rise > fall ? max(rise, 0) : 0)
    down = down * kept + (fall > rise ? max(fall, 0) : 0)
    range = range * kept + TrueRange.of(high: bar.high, low: bar.low, lastClose: last.close)
    if count < period { count += 1 }
    return count < period ? nil : (percent(of: up), percent(of: down))
  }

  /// How much of all movement has one direction: Wilder's DX of both indicators, 0 to 100; nil without any movement.
  @inlinable
  public static func strength(plus: Double, minus: Double) -> Double? {
    let total = plus + minus
    return total == 0 ? nil : 100 * ((plus - minus).magnitude / total)
  }

  @inlinable
  func percent(of movement: Double) -> Double { range == 0 ? 0 : 100 * (movement / range) }
}
