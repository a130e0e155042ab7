// SPDX-License-Identifier: Apache-2.0

/// Upside gap two crows: after a long white candle a short black one gaps up, and another swallows it but closes above
/// the first. It speaks for a fall.
///
/// Source: TA-Lib's `CDLUPSIDEGAP2CROWS`.
struct UpsideGapTwoCrows: CandlePattern {
  static var reach: Int { 2 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 2), (.bodyShort, 1)] }

  var candles = CandleView(for: UpsideGapTwoCrows.self)

  func value() -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard first.isWhite, candles.isLong(2),
      second.isBlack, second.body <= candles.average(.bodyShort, 1), second.gapsUp(from: first),
      third.isBlack, third.open > second.open, third.close < second.close, third.close > first.close
    else { return 0 }
    return -100
  }
}
