// SPDX-License-Identifier: Apache-2.0

/// The last confirmed swing high: a high that none of the `count` candles before lies above, and none of the `count` candles
/// after lies above or at. It exists only once the last of those has closed, and is never taken back.
///
/// - Formula: at each candle the high of `count` candles ago is looked at, whether it is the highest of the last
///   `2 × count + 1`; of equal ones the latest counts. `age` says how many candles ago it stood, `count` when it is new.
/// - Author: Bill Williams, Trading Chaos, 1995, whose fractal has a count of 2.
/// - Warm-up: `2 × count + 1` candles, before which no swing high can be confirmed. Defined from the candle on that confirms
///   the first one, which depends on prices and may never come.
/// - Flat series: undefined, or the last swing high there was.
public struct SwingHigh: CandleIndicator {
  private var point: SwingPoint

  /// Swing highs with a count of candles of 1 or above on each side.
  public init(count: Int) { point = SwingPoint(.highest, count: count) }

  public var warmUp: Int { point.warmUp }

  public mutating func update(_ bar: Bar) -> Line? {
    point.update(bar.high).map { Line(swingHigh: $0.price, age: $0.age) }
  }

  /// A confirmed swing high.
  public struct Line: IndicatorOutput, Hashable, Sendable {
    /// The high, a price.
    public let swingHigh: Double
    /// How many candles ago it stood; the count or above.
    public let age: Double

    public static let names = ["swing_high", "age"]

    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = swingHigh
      place[stride] = age
    }
  }
}
