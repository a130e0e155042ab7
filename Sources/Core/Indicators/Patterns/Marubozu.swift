// SPDX-License-Identifier: Apache-2.0

/// Marubozu: a long body without shadows. Its sign is the candle's colour.
///
/// Source: TA-Lib's `CDLMARUBOZU`.
struct Marubozu: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 0)
    name(.shadowVeryShort, 0)
  }

  var past = PastCandles(for: Marubozu.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    guard candles.isLong(0), candles.lacksUpperShadow(0), candles.lacksLowerShadow(0)
    else { return 0 }
    return 100 * candles[0].color
  }
}
