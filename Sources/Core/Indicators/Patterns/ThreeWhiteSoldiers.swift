// SPDX-License-Identifier: Apache-2.0

/// Three white soldiers: three white candles without upper shadows, each opening in or near the body before, closing
/// higher, and not much shorter. It speaks for a rise.
///
/// Source: TA-Lib's `CDL3WHITESOLDIERS`.
struct ThreeWhiteSoldiers: CandlePattern {
  static var reach: Int { 2 }
  static var averages: [(measure: CandleMeasure, age: Int)] {
    [
      (.shadowVeryShort, 0), (.shadowVeryShort, 1), (.shadowVeryShort, 2), (.near, 1), (.near, 2), (.far, 1),
      (.far, 2), (.bodyShort, 0),
    ]
  }

  var candles = CandleView(for: ThreeWhiteSoldiers.self)

  func value() -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard first.isWhite, second.isWhite, third.isWhite,
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
