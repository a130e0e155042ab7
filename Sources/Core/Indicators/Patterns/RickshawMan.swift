// SPDX-License-Identifier: Apache-2.0

/// Rickshaw man: a doji with long shadows and its body near the middle. 100 has no direction here.
///
/// Source: TA-Lib's `CDLRICKSHAWMAN`.
struct RickshawMan: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyDoji, 0), (.shadowLong, 0), (.near, 0)] }

  var candles = CandleView(for: RickshawMan.self)

  func value() -> Double {
    let candle = candles[0]
    let (long, near) = (candles.average(.shadowLong, 0), candles.average(.near, 0))
    let middle = candle.low + candle.range / 2
    guard candles.isDoji(0), candle.lowerShadow > long, candle.upperShadow > long,
      candle.bottom <= middle + near, candle.top >= middle - near
    else { return 0 }
    return 100
  }
}
