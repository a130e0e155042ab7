// SPDX-License-Identifier: Apache-2.0

/// Concealing baby swallow: four black candles: two without shadows, one that gaps down with an upper shadow into the
/// body before, and one that swallows it, shadows included. It speaks for a rise.
///
/// Source: TA-Lib's `CDLCONCEALBABYSWALL`.
struct ConcealingBabySwallow: CandlePattern {
  static var reach: Int { 3 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.shadowVeryShort, 1)
    name(.shadowVeryShort, 2)
    name(.shadowVeryShort, 3)
  }

  var past = PastCandles(for: ConcealingBabySwallow.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (second, third, last) = (candles[2], candles[1], candles[0])
    guard candles.colors(of: 4) == 0b0000, candles.lacksLowerShadow(3), candles.lacksUpperShadow(3),
      candles.lacksLowerShadow(2), candles.lacksUpperShadow(2),
      third.gapsDown(from: second), third.upperShadow > candles.average(.shadowVeryShort, 1),
      third.high > second.close, last.high > third.high, last.low < third.low
    else { return 0 }
    return 100
  }
}
