// SPDX-License-Identifier: Apache-2.0

/// Abandoned baby: a doji with gaps on both sides, shadows included, between a long candle and one of the opposite
/// colour that closes well inside the first body.
///
/// Source: TA-Lib's `CDLABANDONEDBABY`.
struct AbandonedBaby: CandlePattern {
  /// Which part of the first body must be penetrated; 0 or above.
  let penetration: Double

  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 2)
    name(.bodyDoji, 1)
    name(.bodyShort, 0)
  }

  var past = PastCandles(for: AbandonedBaby.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard candles.isLong(2), candles.isDoji(1), third.body > candles.average(.bodyShort, 0),
      first.color == -third.color
    else { return 0 }
    let depth = first.body * penetration
    if first.isWhite {
      let isAlone = second.low > first.high && third.high < second.low
      return isAlone && third.close < first.close - depth ? -100 : 0
    }
    let isAlone = second.high < first.low && third.low > second.high
    return isAlone && third.close > first.close + depth ? 100 : 0
  }
}
