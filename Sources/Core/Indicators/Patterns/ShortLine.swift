// SPDX-License-Identifier: Apache-2.0

/// Short line: a short body with short shadows. Its sign is the candle's colour.
///
/// Source: TA-Lib's `CDLSHORTLINE`.
struct ShortLine: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyShort, 0)
    name(.shadowShort, 0)
  }

  var past = PastCandles(for: ShortLine.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let candle = candles[0]
    let short = candles.average(.shadowShort, 0)
    guard candle.body < candles.average(.bodyShort, 0), candle.upperShadow < short, candle.lowerShadow < short
    else { return 0 }
    return 100 * candle.color
  }
}
