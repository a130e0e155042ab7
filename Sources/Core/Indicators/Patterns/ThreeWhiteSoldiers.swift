// SPDX-License-Identifier: Apache-2.0

/// Three white soldiers: three white candles without upper shadows, each opening in or near the body before, closing
/// higher, and not much shorter. It speaks for a rise.
///
/// Source: TA-Lib's `CDL3WHITESOLDIERS`.
struct ThreeWhiteSoldiers: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.shadowVeryShort, 0)
    name(.shadowVeryShort, 1)
    name(.shadowVeryShort, 2)
    name(.near, 1)
    name(.near, 2)
    name(.far, 1)
    name(.far, 2)
    name(.bodyShort, 0)
  }

  var past = PastCandles(for: ThreeWhiteSoldiers.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard candles.colors(of: 3) == 0b111,
      candles.lacksUpperShadow(2), candles.lacksUpperShadow(1), candles.lacksUpperShadow(0),
      third.close > second.close, second.close > first.close,
      second.open > first.open, second.open <= first.close + candles.average(.near, 2),
      third.open > second.open, third.open <= second.close + candles.average(.near, 1),
      second.body > first.body - candles.average(.far, 2),
      third.body > second.body - candles.average(.far, 1),
      third.body > candles.average(.bodyShort, 0)
    else { return 0 }
    return 100
  }
}
