// SPDX-License-Identifier: Apache-2.0

/// Marubozu: a long body without shadows. Its sign is the candle's colour.
///
/// Source: TA-Lib's `CDLMARUBOZU`.
struct Marubozu: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 0), (.shadowVeryShort, 0)] }

  var candles = CandleView(for: Marubozu.self)

  func value() -> Double {
    guard candles.isLong(0), candles.lacksUpperShadow(0), candles.lacksLowerShadow(0)
    else { return 0 }
    return 100 * candles[0].color
  }
}
