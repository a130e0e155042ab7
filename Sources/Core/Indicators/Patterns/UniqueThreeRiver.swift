// SPDX-License-Identifier: Apache-2.0

/// Unique three river: after a long black candle a black one inside its body with a lower low, and a short white one
/// that opens above that low. It speaks for a rise.
///
/// Source: TA-Lib's `CDLUNIQUE3RIVER`.
struct UniqueThreeRiver: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 2)
    name(.bodyShort, 0)
  }

  var past = PastCandles(for: UniqueThreeRiver.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard candles.colors(of: 3) == 0b001, candles.isLong(2),
      second.close > first.close, second.open <= first.open, second.low < first.low,
      third.body < candles.average(.bodyShort, 0), third.open > second.low
    else { return 0 }
    return 100
  }
}
