// SPDX-License-Identifier: Apache-2.0

/// On-neck: after a long black candle a white one opens below its low and closes at it. It speaks for a fall.
///
/// Source: TA-Lib's `CDLONNECK`.
struct OnNeck: CandlePattern {
  static var reach: Int { 1 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 1), (.equal, 1)] }

  var candles = CandleView(for: OnNeck.self)

  func value() -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.isBlack, candles.isLong(1), second.isWhite, second.open < first.low,
      candles.are(second.close, first.low, within: .equal, 1)
    else { return 0 }
    return -100
  }
}
