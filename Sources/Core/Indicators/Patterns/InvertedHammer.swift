// SPDX-License-Identifier: Apache-2.0

/// Inverted hammer: a short body that gaps down, with a long upper shadow and no lower one. It speaks for a rise.
///
/// Source: TA-Lib's `CDLINVERTEDHAMMER`.
struct InvertedHammer: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyShort, 0)
    name(.shadowVeryShort, 0)
  }

  var past = PastCandles(for: InvertedHammer.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard second.gapsDown(from: first), second.body < candles.average(.bodyShort, 0),
      second.upperShadow > candles.average(.shadowLong, 0), candles.lacksLowerShadow(0)
    else { return 0 }
    return 100
  }
}
