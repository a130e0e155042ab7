// SPDX-License-Identifier: Apache-2.0

/// Upside gap two crows: after a long white candle a short black one gaps up, and another swallows it but closes above
/// the first. It speaks for a fall.
///
/// Source: TA-Lib's `CDLUPSIDEGAP2CROWS`.
struct UpsideGapTwoCrows: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 2)
    name(.bodyShort, 1)
  }

  var past = PastCandles(for: UpsideGapTwoCrows.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard second.gapsUp(from: first), first.isWhite, candles.isLong(2),
      second.isBlack, second.body <= candles.average(.bodyShort, 1),
      third.isBlack, third.open > second.open, third.close < second.close, third.close > first.close
    else { return 0 }
    return -100
  }
}
