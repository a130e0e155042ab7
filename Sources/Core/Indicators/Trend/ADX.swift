// SPDX-License-Identifier: Apache-2.0

/// Average directional index with its two directional indicators: how much of a price's movement has one direction.
/// All three go from 0 to 100; the index says how strong a trend is, +DI above -DI that it goes up.
///
/// - Formula: ±DI are those of ``DirectionalMovement``; `DX = 100 × |+DI - -DI| / (+DI + -DI)`; the index is Wilder's
///   average of DX, beginning with the plain mean of the first `period`.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `ADX`, `PLUS_DI` and `MINUS_DI`, https://ta-lib.org/functions/adx/, with its start-up; equal to
///   them but for the rounding of the last digits.
/// - Warm-up and first defined value: ±DI at candle number `period + 1`, the index at candle number `2 × period`.
/// - Residue of the seed: its error shrinks by about (period - 1) / period per candle; after `30 × period` candles in
///   all, less than 10⁻⁶ of it is left.
/// - Flat series: all 0 while the price never moved; afterwards a flat stretch leaves ±DI where they are.
@frozen
public struct ADX: CandleIndicator {
  /// Over how many candles is summed; 2 or above.
  public let period: Int

  @usableFromInline var movement: DirectionalMovement
  /// Which part of the average the next DX leaves.
  @usableFromInline let kept: Double
  /// The average of DX; their sum while some are missing.
  @usableFromInline var average = 0.0
  /// How many DX are missing until the first average.
  @usableFromInline var missing: Int

  /// An index over a period of 2 or above.
  @inlinable
  public init(period: Int) {
    self.period = period
    movement = DirectionalMovement(period: period)
    kept = 1 - 1 / Double(period)
    missing = period
  }

  /// The index after the last candle, or nil before the first defined one.
  @inlinable public var value: Double? { missing == 0 ? average : nil }

  /// The share of upward movement, 0 to 100, or nil before the first defined one.
  @inlinable public var plus: Double? { movement.plus }

  /// The share of downward movement, 0 to 100, or nil before the first defined one.
  @inlinable public var minus: Double? { movement.minus }

  /// Twice the period: ±DI need one of them, their average the other.
  @inlinable public var warmUp: Int { 2 * period }

  /// Takes the next candle in; all three after it, or nil during warm-up.
  @inlinable
  @inline(__always)
  public mutating func update(_ bar: Bar) -> Lines? {
    guard let (plus, minus) = movement.update(bar) else { return nil }
    let strength = DirectionalMovement.strength(plus: plus, minus: minus)
    if missing > 0 {
      begin(with: strength ?? 0)
    } else if let strength {
      average = average * kept + strength / Double(period)
    }  // Without any movement the average stays.
    return missing > 0 ? nil : Lines(adx: average, plus: plus, minus: minus)
  }

  /// Takes a DX of the seed.
  @inlinable
  mutating func begin(with strength: Double) {
    average += strength
    missing -= 1
    if missing == 0 { average /= Double(period) }
  }
}

extension ADX {
  /// The index with both directional indicators, each 0 to 100.
  @frozen
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// How strong a trend is.
    public let adx: Double
    /// The share of upward movement.
    public let plus: Double
    /// The share of downward movement.
    public let minus: Double

    @inlinable
    init(adx: Double, plus: Double, minus: Double) {
      self.adx = adx
      self.plus = plus
      self.minus = minus
    }

    /// `adx`, `plus`, `minus`.
    public static let names = ["adx", "plus", "minus"]

    /// Writes the numbers in the order of their names.
    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = adx
      place[stride] = plus
      place[2 * stride] = minus
    }
  }
}
