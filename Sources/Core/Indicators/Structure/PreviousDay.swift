// SPDX-License-Identifier: Apache-2.0

/// The prices of the UTC day before, put together from candles. Where days are missing, it is the last one that had
/// candles; the first day counts only if it was seen from its beginning.
struct PreviousDay: Sendable {
  /// The prices of a day.
  struct Prices: Sendable {
    var high: Double
    var low: Double
    var close: Double

    /// The plain mean of the three.
    var mean: Double { (high + low + close) / 3 }

    /// How far the highest price was from the lowest.
    var range: Double { high - low }
  }

  private var day: Int64?
  private var current = Prices(high: 0, low: 0, close: 0)
  private var isCurrentWhole = false
  private var last: Prices?

  private static let dayMilliseconds: Int64 = 86_400_000

  /// Takes the next candle in.
  ///
  /// - Returns: the prices of the day before the candle's, or nil where that wasn't seen whole.
  mutating func update(_ bar: Bar) -> Prices? {
    let (quotient, rest) = bar.openTime.quotientAndRemainder(dividingBy: Self.dayMilliseconds)
    let today = rest < 0 ? quotient - 1 : quotient
    if day == today {
      current.high = max(current.high, bar.high)
      current.low = min(current.low, bar.low)
      current.close = bar.close
      return last
    }
    if isCurrentWhole { last = current }
    isCurrentWhole = day != nil || rest == 0
    day = today
    current = Prices(high: bar.high, low: bar.low, close: bar.close)
    return last
  }
}
