// SPDX-License-Identifier: Apache-2.0

/// Long line: a long body with short shadows. Its sign is the candle's colour.
///
/// Source: TA-Lib's `CDLLONGLINE`.
struct LongLine: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 0), (.shadowShort, 0)] }

  var candles = CandleView(for: LongLine.self)

  func value() -> Double {
    let candle = candles[0]
    let short = candles.average(.shadowShort, 0)
    guard candles.isLong(0), candle.upperShadow < short, candle.lowerShadow < short
    else { return 0 }
    return 100 * candle.color
  }
}
