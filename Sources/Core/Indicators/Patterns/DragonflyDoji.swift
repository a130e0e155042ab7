// SPDX-License-Identifier: Apache-2.0

/// Dragonfly doji: a doji with a lower shadow and no upper one. 100 has no direction here.
///
/// Source: TA-Lib's `CDLDRAGONFLYDOJI`.
struct DragonflyDoji: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyDoji, 0)
    name(.shadowVeryShort, 0)
  }

  var past = PastCandles(for: DragonflyDoji.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    guard candles.isDoji(0), candles.lacksUpperShadow(0),
      candles[0].lowerShadow > candles.average(.shadowVeryShort, 0)
    else { return 0 }
    return 100
  }
}
