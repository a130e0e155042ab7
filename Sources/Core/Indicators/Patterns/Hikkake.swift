// SPDX-License-Identifier: Apache-2.0

/// Hikkake: a candle inside the range before, and one that leaves it in one direction, the bait: 100 where that is
/// down, for a rise, -100 where it is up. 200 or -200 where one of the next three closes beyond the inside candle the
/// other way.
///
/// Source: TA-Lib's `CDLHIKKAKE`.
struct Hikkake: CandlePattern {
  static var reach: Int { 2 }
  static var lead: Int { 3 }

  var past = PastCandles(for: Hikkake.self)

  /// 1 after a bait downwards, -1 after one upwards.
  private var sign = 0.0
  /// How many candles ago the bait was; from 4 on it is forgotten.
  private var age = 4
  /// The range of the inside candle, beyond which a close confirms.
  private var high = 0.0
  private var low = 0.0

  @inline(__always)
  mutating func value(_ candles: CandleView) -> Double {
    if isBait(candles) {
      (sign, age) = (candles[0].high < candles[1].high ? 1 : -1, 0)
      (high, low) = (candles[1].high, candles[1].low)
      return 100 * sign
    }
    age += 1
    guard age <= 3, sign > 0 ? candles[0].close > high : candles[0].close < low else { return 0 }
    age = 4
    return 200 * sign
  }

  /// Whether the newest candle leaves the inside one in one direction.
  @inline(__always)
  private func isBait(_ candles: CandleView) -> Bool {
    let (first, inside, last) = (candles[2], candles[1], candles[0])
    guard inside.high < first.high, inside.low > first.low else { return false }
    return last.isLower(than: inside) || last.isHigher(than: inside)
  }
}
