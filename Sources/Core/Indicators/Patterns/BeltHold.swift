// SPDX-License-Identifier: Apache-2.0

/// Belt hold: a long candle that went one way from its open on: white without a lower shadow, black without an upper
/// one.
///
/// Source: TA-Lib's `CDLBELTHOLD`.
struct BeltHold: CandlePattern {
  static var reach: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 0), (.shadowVeryShort, 0)] }

  var candles = CandleView(for: BeltHold.self)

  func value() -> Double {
    guard candles.isLong(0),
      candles[0].isWhite ? candles.lacksLowerShadow(0) : candles.lacksUpperShadow(0)
    else { return 0 }
    return 100 * candles[0].color
  }
}
