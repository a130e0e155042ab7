// SPDX-License-Identifier: Apache-2.0

/// Spinning top: a short body with shadows longer than it. Its sign is the candle's colour.
///
/// Source: TA-Lib's `CDLSPINNINGTOP`.
struct SpinningTop: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyShort, 0)
  }

  var past = PastCandles(for: SpinningTop.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let candle = candles[0]
    guard candle.body < min(candles.average(.bodyShort, 0), candle.upperShadow, candle.lowerShadow) else { return 0 }
    return 100 * candle.color
  }
}
