// SPDX-License-Identifier: Apache-2.0

/// Gravestone doji: a doji with an upper shadow and no lower one. 100 has no direction here.
///
/// Source: TA-Lib's `CDLGRAVESTONEDOJI`.
struct GravestoneDoji: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyDoji, 0)
    name(.shadowVeryShort, 0)
  }

  var past = PastCandles(for: GravestoneDoji.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    guard candles.isDoji(0), candles.lacksLowerShadow(0),
      candles[0].upperShadow > candles.average(.shadowVeryShort, 0)
    else { return 0 }
    return 100
  }
}
