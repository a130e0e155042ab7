// SPDX-License-Identifier: Apache-2.0

/// Gravestone doji: a doji with an upper shadow and no lower one. 100 has no direction here.
///
/// Source: TA-Lib's `CDLGRAVESTONEDOJI`.
struct GravestoneDoji: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyDoji, 0), (.shadowVeryShort, 0)] }

  var candles = CandleView(for: GravestoneDoji.self)

  func value() -> Double {
    guard candles.isDoji(0), candles.lacksLowerShadow(0),
      candles[0].upperShadow > candles.average(.shadowVeryShort, 0)
    else { return 0 }
    return 100
  }
}
