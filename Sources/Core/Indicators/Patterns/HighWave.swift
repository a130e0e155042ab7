// SPDX-License-Identifier: Apache-2.0

/// High wave: a short body with very long shadows on both sides. Its sign is the candle's colour.
///
/// Source: TA-Lib's `CDLHIGHWAVE`.
struct HighWave: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyShort, 0), (.shadowVeryLong, 0)] }

  var candles = CandleView(for: HighWave.self)

  func value() -> Double {
    let candle = candles[0]
    let long = candles.average(.shadowVeryLong, 0)
    guard candle.body < candles.average(.bodyShort, 0), candle.upperShadow > long, candle.lowerShadow > long
    else { return 0 }
    return 100 * candle.color
  }
}
