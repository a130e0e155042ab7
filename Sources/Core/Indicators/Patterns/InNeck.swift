// SPDX-License-Identifier: Apache-2.0

/// In-neck: after a long black candle a white one opens below its low and closes barely inside its body. It speaks for
/// a fall.
///
/// Source: TA-Lib's `CDLINNECK`.
struct InNeck: CandlePattern {
  static var reach: Int { 1 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 1), (.equal, 1)] }

  var candles = CandleView(for: InNeck.self)

  func value() -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.isBlack, candles.isLong(1), second.isWhite, second.open < first.low,
      second.close <= first.close + candles.average(.equal, 1), second.close >= first.close
    else { return 0 }
    return -100
  }
}
