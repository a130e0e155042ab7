// SPDX-License-Identifier: Apache-2.0

/// Belt hold: a long candle that went one way from its open on: white without a lower shadow, black without an upper
/// one.
///
/// Source: TA-Lib's `CDLBELTHOLD`.
struct BeltHold: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 0)
    name(.shadowVeryShort, 0)
  }

  var past = PastCandles(for: BeltHold.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    guard candles.isLong(0),
      candles[0].isWhite ? candles.lacksLowerShadow(0) : candles.lacksUpperShadow(0)
    else { return 0 }
    return 100 * candles[0].color
  }
}
