// SPDX-License-Identifier: Apache-2.0

/// Long-legged doji: a doji with a long shadow. 100 has no direction here.
///
/// Source: TA-Lib's `CDLLONGLEGGEDDOJI`.
struct LongLeggedDoji: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyDoji, 0)
  }

  var past = PastCandles(for: LongLeggedDoji.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let long = candles.average(.shadowLong, 0)
    guard candles.isDoji(0), candles[0].lowerShadow > long || candles[0].upperShadow > long
    else { return 0 }
    return 100
  }
}
