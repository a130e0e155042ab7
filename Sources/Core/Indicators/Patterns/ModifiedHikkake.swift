// SPDX-License-Identifier: Apache-2.0

/// Modified hikkake: two candles, each inside the range before, the first with a close near the end from which the bait
/// then leaves: 100 where that is down, for a rise, -100 where it is up. 200 or -200 where one of the next three closes
/// beyond the last inside candle the other way.
///
/// Source: TA-Lib's `CDLHIKKAKEMOD`.
struct ModifiedHikkake: CandlePattern {
  static var reach: Int { 2 }
  static var lead: Int { 3 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.near, 2)
  }

  var past = PastCandles(for: ModifiedHikkake.self)

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
    let (first, second, third, last) = (candles[3], candles[2], candles[1], candles[0])
    guard second.high < first.high, second.low > first.low, third.high < second.high, third.low > second.low else {
      return false
    }
    let near = candles.average(.near, 2)
    return last.isLower(than: third) && second.close <= second.low + near
      || last.isHigher(than: third) && second.close >= second.high - near
  }
}
