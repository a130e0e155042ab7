// SPDX-License-Identifier: Apache-2.0

/// Tristar: three dojis, the second with a gap: -100 where it gaps up and the third is lower, 100 where it gaps down
/// and the third is higher.
///
/// Source: TA-Lib's `CDLTRISTAR`.
struct Tristar: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyDoji, 2)
  }

  var past = PastCandles(for: Tristar.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    let doji = candles.average(.bodyDoji, 2)
    guard first.body <= doji, second.body <= doji, third.body <= doji
    else { return 0 }
    if second.gapsDown(from: first), third.bottom > second.bottom { return 100 }
    return second.gapsUp(from: first) && third.top < second.top ? -100 : 0
  }
}
