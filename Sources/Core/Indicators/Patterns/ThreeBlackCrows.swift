// SPDX-License-Identifier: Apache-2.0

/// Three black crows: after a white candle three black ones without lower shadows, each opening inside the body before
/// and closing lower. It speaks for a fall.
///
/// Source: TA-Lib's `CDL3BLACKCROWS`.
struct ThreeBlackCrows: CandlePattern {
  static var reach: Int { 3 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.shadowVeryShort, 0)
    name(.shadowVeryShort, 1)
    name(.shadowVeryShort, 2)
  }

  var past = PastCandles(for: ThreeBlackCrows.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (before, first, second, third) = (candles[3], candles[2], candles[1], candles[0])
    guard candles.colors(of: 4) == 0b1000,
      candles.lacksLowerShadow(2), candles.lacksLowerShadow(1), candles.lacksLowerShadow(0),
      second.open < first.open, second.open > first.close,
      third.open < second.open, third.open > second.close,
      before.high > first.close, first.close > second.close, second.close > third.close
    else { return 0 }
    return -100
  }
}
