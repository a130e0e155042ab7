// SPDX-License-Identifier: Apache-2.0

/// Dragonfly doji: a doji with a lower shadow and no upper one. 100 has no direction here.
///
/// Source: TA-Lib's `CDLDRAGONFLYDOJI`.
struct DragonflyDoji: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyDoji, 0), (.shadowVeryShort, 0)] }

  var candles = CandleView(for: DragonflyDoji.self)

  func value() -> Double {
    guard candles.isDoji(0), candles.lacksUpperShadow(0),
      candles[0].lowerShadow > candles.average(.shadowVeryShort, 0)
    else { return 0 }
    return 100
  }
}
