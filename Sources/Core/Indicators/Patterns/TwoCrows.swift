// SPDX-License-Identifier: Apache-2.0

/// Two crows: after a long white candle a black one gaps up, and the next black one opens inside it and closes inside
/// the first body. It speaks for a fall.
///
/// Source: TA-Lib's `CDL2CROWS`.
struct TwoCrows: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 2)
  }

  var past = PastCandles(for: TwoCrows.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard second.gapsUp(from: first), first.isWhite, candles.isLong(2), second.isBlack,
      third.isBlack, third.open < second.open, third.open > second.close,
      third.close > first.open, third.close < first.close
    else { return 0 }
    return -100
  }
}
