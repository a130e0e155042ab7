// SPDX-License-Identifier: Apache-2.0

/// Closing marubozu: a long candle that closed at its extreme: white without an upper shadow, black without a lower
/// one.
///
/// Source: TA-Lib's `CDLCLOSINGMARUBOZU`.
struct ClosingMarubozu: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 0)
    name(.shadowVeryShort, 0)
  }

  var past = PastCandles(for: ClosingMarubozu.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    guard candles.isLong(0),
      candles[0].isWhite ? candles.lacksUpperShadow(0) : candles.lacksLowerShadow(0)
    else { return 0 }
    return 100 * candles[0].color
  }
}
