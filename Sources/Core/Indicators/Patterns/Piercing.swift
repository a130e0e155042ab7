// SPDX-License-Identifier: Apache-2.0

/// Piercing: after a long black candle a long white one opens below its low and closes in the upper half of its body.
/// It speaks for a rise.
///
/// Source: TA-Lib's `CDLPIERCING`.
struct Piercing: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 0)
    name(.bodyLong, 1)
  }

  var past = PastCandles(for: Piercing.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.isBlack, candles.isLong(1), second.isWhite, candles.isLong(0), second.open < first.low,
      second.close < first.open, second.close > first.close + first.body * 0.5
    else { return 0 }
    return 100
  }
}
