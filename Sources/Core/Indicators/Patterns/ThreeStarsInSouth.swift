// SPDX-License-Identifier: Apache-2.0

/// Three stars in the south: three black candles that lose force: a long one with a long lower shadow, a smaller one
/// that keeps above its low, and a small one without shadows inside the range before. It speaks for a rise.
///
/// Source: TA-Lib's `CDL3STARSINSOUTH`.
struct ThreeStarsInSouth: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 2)
    name(.shadowVeryShort, 1)
    name(.shadowVeryShort, 0)
    name(.bodyShort, 0)
  }

  var past = PastCandles(for: ThreeStarsInSouth.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard candles.colors(of: 3) == 0b000,
      candles.isLong(2), first.lowerShadow > candles.average(.shadowLong, 2),
      second.body < first.body, second.open > first.close, second.open <= first.high,
      second.low < first.close, second.low >= first.low,
      second.lowerShadow > candles.average(.shadowVeryShort, 1),
      third.body < candles.average(.bodyShort, 0), candles.lacksLowerShadow(0), candles.lacksUpperShadow(0),
      third.low > second.low, third.high < second.high
    else { return 0 }
    return 100
  }
}
