// SPDX-License-Identifier: Apache-2.0

/// Takuri: a doji with a very long lower shadow and no upper one. 100 has no direction here.
///
/// Source: TA-Lib's `CDLTAKURI`.
struct Takuri: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyDoji, 0)
    name(.shadowVeryShort, 0)
  }

  var past = PastCandles(for: Takuri.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    guard candles.isDoji(0), candles.lacksUpperShadow(0),
      candles[0].lowerShadow > candles.average(.shadowVeryLong, 0)
    else { return 0 }
    return 100
  }
}
