// SPDX-License-Identifier: Apache-2.0

/// Hanging man: a short body with a long lower shadow and no upper one, above or near the high before. It speaks for a
/// fall.
///
/// Source: TA-Lib's `CDLHANGINGMAN`.
struct HangingMan: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyShort, 0)
    name(.shadowVeryShort, 0)
    name(.near, 1)
  }

  var past = PastCandles(for: HangingMan.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard second.body < candles.average(.bodyShort, 0),
      second.lowerShadow > candles.average(.shadowLong, 0), candles.lacksUpperShadow(0),
      second.bottom >= first.high - candles.average(.near, 1)
    else { return 0 }
    return -100
  }
}
