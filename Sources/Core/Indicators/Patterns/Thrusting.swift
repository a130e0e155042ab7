// SPDX-License-Identifier: Apache-2.0

/// Thrusting: after a long black candle a white one opens below its low and closes inside its body, but not above the
/// middle. It speaks for a fall.
///
/// Source: TA-Lib's `CDLTHRUSTING`.
struct Thrusting: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 1)
    name(.equal, 1)
  }

  var past = PastCandles(for: Thrusting.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.isBlack, candles.isLong(1), second.isWhite, second.open < first.low,
      second.close > first.close + candles.average(.equal, 1),
      second.close <= first.close + first.body * 0.5
    else { return 0 }
    return -100
  }
}
