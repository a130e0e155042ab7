// SPDX-License-Identifier: Apache-2.0

/// Inverted hammer: a short body that gaps down, with a long upper shadow and no lower one. It speaks for a rise.
///
/// Source: TA-Lib's `CDLINVERTEDHAMMER`.
struct InvertedHammer: CandlePattern {
  static var reach: Int { 1 }
  static var averages: [(measure: CandleMeasure, age: Int)] {
    [(.bodyShort, 0), (.shadowLong, 0), (.shadowVeryShort, 0)]
  }

  var candles = CandleView(for: InvertedHammer.self)

  func value() -> Double {
    let (first, second) = (candles[1], candles[0])
    guard second.body < candles.average(.bodyShort, 0),
      second.upperShadow > candles.average(.shadowLong, 0), candles.lacksLowerShadow(0),
      second.gapsDown(from: first)
    else { return 0 }
    return 100
  }
}
