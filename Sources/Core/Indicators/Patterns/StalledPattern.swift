// SPDX-License-Identifier: Apache-2.0

/// Stalled pattern: three white candles that close higher: two long ones, the second without an upper shadow, and a
/// short one on its shoulder. It speaks for a fall.
///
/// Source: TA-Lib's `CDLSTALLEDPATTERN`.
struct StalledPattern: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 1)
    name(.bodyLong, 2)
    name(.bodyShort, 0)
    name(.shadowVeryShort, 1)
    name(.near, 1)
    name(.near, 2)
  }

  var past = PastCandles(for: StalledPattern.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard candles.colors(of: 3) == 0b111, third.close > second.close, second.close > first.close,
      candles.isLong(2), candles.isLong(1), candles.lacksUpperShadow(1),
      second.open > first.open, second.open <= first.close + candles.average(.near, 2),
      third.body < candles.average(.bodyShort, 0),
      third.open >= second.close - third.body - candles.average(.near, 1)
    else { return 0 }
    return -100
  }
}
