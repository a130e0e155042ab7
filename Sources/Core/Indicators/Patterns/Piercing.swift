// SPDX-License-Identifier: Apache-2.0

/// Piercing: after a long black candle a long white one opens below its low and closes in the upper half of its body.
/// It speaks for a rise.
///
/// Source: TA-Lib's `CDLPIERCING`.
struct Piercing: CandlePattern {
  static var reach: Int { 1 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 0), (.bodyLong, 1)] }

  var candles = CandleView(for: Piercing.self)

  func value() -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.isBlack, candles.isLong(1), second.isWhite, candles.isLong(0), second.open < first.low,
      second.close < first.open, second.close > first.close + first.body * 0.5
    else { return 0 }
    return 100
  }
}
