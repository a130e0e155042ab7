// SPDX-License-Identifier: Apache-2.0

/// Takuri: a doji with a very long lower shadow and no upper one. 100 has no direction here.
///
/// Source: TA-Lib's `CDLTAKURI`.
struct Takuri: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] {
    [(.bodyDoji, 0), (.shadowVeryShort, 0), (.shadowVeryLong, 0)]
  }

  var candles = CandleView(for: Takuri.self)

  func value() -> Double {
    guard candles.isDoji(0), candles.lacksUpperShadow(0),
      candles[0].lowerShadow > candles.average(.shadowVeryLong, 0)
    else { return 0 }
    return 100
  }
}
