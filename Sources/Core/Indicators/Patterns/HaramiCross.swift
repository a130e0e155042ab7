// SPDX-License-Identifier: Apache-2.0

/// Harami cross: a doji inside the long body before; 80 or -80 where one end is the same. It speaks against the long
/// one.
///
/// Source: TA-Lib's `CDLHARAMICROSS`.
struct HaramiCross: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 1)
    name(.bodyDoji, 0)
  }

  var past = PastCandles(for: HaramiCross.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.covers(second), candles.isLong(1), candles.isDoji(0) else { return 0 }
    return -first.color * (second.isWithin(first) ? 100 : 80)
  }
}
