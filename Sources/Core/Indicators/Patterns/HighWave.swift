// SPDX-License-Identifier: Apache-2.0

/// High wave: a short body with very long shadows on both sides. Its sign is the candle's colour.
///
/// Source: TA-Lib's `CDLHIGHWAVE`.
struct HighWave: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyShort, 0)
  }

  var past = PastCandles(for: HighWave.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let candle = candles[0]
    guard candle.body < candles.average(.bodyShort, 0),
      min(candle.upperShadow, candle.lowerShadow) > candles.average(.shadowVeryLong, 0)
    else { return 0 }
    return 100 * candle.color
  }
}
