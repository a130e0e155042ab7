// SPDX-License-Identifier: Apache-2.0

/// Closing marubozu: a long candle that closed at its extreme: white without an upper shadow, black without a lower
/// one.
///
/// Source: TA-Lib's `CDLCLOSINGMARUBOZU`.
struct ClosingMarubozu: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 0), (.shadowVeryShort, 0)] }

  var candles = CandleView(for: ClosingMarubozu.self)

  func value() -> Double {
    guard candles.isLong(0),
      candles[0].isWhite ? candles.lacksUpperShadow(0) : candles.lacksLowerShadow(0)
    else { return 0 }
    return 100 * candles[0].color
  }
}
