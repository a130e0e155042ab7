// SPDX-License-Identifier: Apache-2.0

/// Identical three crows: three black candles without lower shadows, each opening at the close before and closing
/// lower. It speaks for a fall.
///
/// Source: TA-Lib's `CDLIDENTICAL3CROWS`.
struct IdenticalThreeCrows: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.shadowVeryShort, 0)
    name(.shadowVeryShort, 1)
    name(.shadowVeryShort, 2)
    name(.equal, 1)
    name(.equal, 2)
  }

  var past = PastCandles(for: IdenticalThreeCrows.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard candles.colors(of: 3) == 0b000,
      candles.lacksLowerShadow(2), candles.lacksLowerShadow(1), candles.lacksLowerShadow(0),
      first.close > second.close, second.close > third.close,
      candles.are(second.open, first.close, within: .equal, 2),
      candles.are(third.open, second.close, within: .equal, 1)
    else { return 0 }
    return -100
  }
}
