// SPDX-License-Identifier: Apache-2.0

/// Hammer: a short body with a long lower shadow and no upper one, below or near the low before. It speaks for a rise.
///
/// Source: TA-Lib's `CDLHAMMER`.
struct Hammer: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyShort, 0)
    name(.shadowVeryShort, 0)
    name(.near, 1)
  }

  var past = PastCandles(for: Hammer.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard second.body < candles.average(.bodyShort, 0),
      second.lowerShadow > candles.average(.shadowLong, 0), candles.lacksUpperShadow(0),
      second.bottom <= first.low + candles.average(.near, 1)
    else { return 0 }
    return 100
  }
}
