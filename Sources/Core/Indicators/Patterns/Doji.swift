// SPDX-License-Identifier: Apache-2.0

/// Doji: a candle with next to no body. 100 has no direction here.
///
/// Source: TA-Lib's `CDLDOJI`.
struct Doji: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyDoji, 0)
  }

  var past = PastCandles(for: Doji.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    candles.isDoji(0) ? 100 : 0
  }
}
