// SPDX-License-Identifier: Apache-2.0

/// Rickshaw man: a doji with long shadows and its body near the middle. 100 has no direction here.
///
/// Source: TA-Lib's `CDLRICKSHAWMAN`.
struct RickshawMan: CandlePattern {
  static var reach: Int { 0 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyDoji, 0)
    name(.near, 0)
  }

  var past = PastCandles(for: RickshawMan.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let candle = candles[0]
    let (long, near) = (candles.average(.shadowLong, 0), candles.average(.near, 0))
    let middle = candle.low + candle.range / 2
    guard candles.isDoji(0), candle.lowerShadow > long, candle.upperShadow > long,
      candle.bottom <= middle + near, candle.top >= middle - near
    else { return 0 }
    return 100
  }
}
