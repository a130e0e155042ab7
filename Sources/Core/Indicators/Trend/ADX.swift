// SPDX-License-Identifier: Apache-2.0

/// Average directional index with its two directional indicators: how much of a price's movement has one direction.
/// All three go from 0 to 100; the index says how strong a trend is, +DI above -DI that it goes up.
///
/// - Formula: a candle's movement is up by `high - last high` or down by `last low - low`, whichever is larger and above
///   0, else none. Movements and ``TrueRange`` are summed by Wilder: `s = s - s / period + x`, beginning with the plain
///   sum of the first `period - 1`. `±DI = 100 × movement / range`; `DX = 100 × |+DI - -DI| / (+DI + -DI)`; the index is
///   Wilder's average of DX, beginning with the plain mean of the first `period`.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `ADX`, `PLUS_DI` and `MINUS_DI`, https://ta-lib.org/functions/adx/, with its start-up; equal to
///   them but for the rounding of the last digits, and for sums below 10⁻¹⁴, which TA-Lib takes for 0.
/// - Warm-up and first defined value: ±DI at candle number `period + 1`, the index at candle number `2 × period`.
/// - Residue of the seed: its error shrinks by about (period - 1) / period per candle; after `30 × period` candles in
///   all, less than 10⁻⁶ of it is left.
/// - Flat series: all 0 while the price never moved; afterwards a flat stretch leaves ±DI where they are.
@frozen
public struct ADX: CandleIndicator {
  /// Over how many candles is summed; 2 or above.
  public let period: Int

  @usableFromInline var last: (high: Double, low: Double, close: Double)?
  @usableFromInline var up = 0.0
  @usableFromInline var down = 0.0
  @usableFromInline var range = 0.0
  /// How many candles after the first have been taken, up to `2 × period - 1`.
  @usableFromInline var count = 0
  @usableFromInline var indexSum = 0.0
  @usableFromInline var index: Double?

  /// An index over a period of 2 or above.
  @inlinable
  public init(period: Int) {
    precondition(period >= 2, "an ADX's period is 2 or above")
    self.period = period
    last = nil
    index = nil
  }

  /// The index after the last candle, or nil before the first defined one.
  @inlinable public var value: Double? { index }

  /// The share of upward movement, 0 to 100, or nil before the first defined one.
  @inlinable public var plus: Double? { count < period ? nil : share(of: up) }

  /// The share of downward movement, 0 to 100, or nil before the first defined one.
  @inlinable public var minus: Double? { count < period ? nil : share(of: down) }

  /// Twice the period: ±DI need one of them, their average the other.
  @inlinable public var warmUp: Int { 2 * period }

  /// Takes the next candle in; all three after it, or nil during warm-up.
  @inlinable
  public mutating func update(_ bar: Bar) -> Lines? {
    guard let last else {
      self.last = (bar.high, bar.low, bar.close)
      return nil
    }
    self.last = (bar.high, bar.low, bar.close)
    if count >= period - 1 {
      up -= up / Double(period)
      down -= down / Double(period)
      range -= range / Double(period)
    }
    let (rise, fall) = (bar.high - last.high, last.low - bar.low)
    if rise > 0, rise > fall { up += rise }
    if fall > 0, fall > rise { down += fall }
    range += TrueRange.of(high: bar.high, low: bar.low, lastClose: last.close)
    if count < 2 * period - 1 { count += 1 }
    if count >= period { takeIndex() }
    return index.map { Lines(adx: $0, plus: share(of: up), minus: share(of: down)) }
  }

  /// Takes the last candle's DX into the average, where there is one: without any movement the average stays.
  @inlinable
  mutating func takeIndex() {
    let (plus, minus) = (share(of: up), share(of: down))
    let total = plus + minus
    let strength = total == 0 ? nil : 100 * ((plus - minus).magnitude / total)
    if let average = index {
      if let strength { index = (average * Double(period - 1) + strength) / Double(period) }
      return
    }
    indexSum += strength ?? 0
    if count == 2 * period - 1 { index = indexSum / Double(period) }
  }

  @inlinable
  func share(of movement: Double) -> Double { range == 0 ? 0 : 100 * (movement / range) }
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
