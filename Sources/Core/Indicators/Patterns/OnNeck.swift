// SPDX-License-Identifier: Apache-2.0

/// On-neck: after a long black candle a white one opens below its low and closes at it. It speaks for a fall.
///
/// Source: TA-Lib's `CDLONNECK`.
struct OnNeck: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 1)
    name(.equal, 1)
  }

  var past = PastCandles(for: OnNeck.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.isBlack, candles.isLong(1), second.isWhite, second.open < first.low,
      candles.are(second.close, first.low, within: .equal, 1)
    else { return 0 }
    return -100
  }
}
