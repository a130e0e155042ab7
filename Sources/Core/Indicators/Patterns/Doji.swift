// SPDX-License-Identifier: Apache-2.0

/// Doji: a candle with next to no body. 100 has no direction here.
///
/// Source: TA-Lib's `CDLDOJI`.
struct Doji: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyDoji, 0)] }

  var candles = CandleView(for: Doji.self)

  func value() -> Double {
    candles.isDoji(0) ? 100 : 0
  }
}
