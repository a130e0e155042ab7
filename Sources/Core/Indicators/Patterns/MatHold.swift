// SPDX-License-Identifier: Apache-2.0

/// Mat hold: a long white candle, a short black one that gaps up, two short ones that fall but stay well inside the
/// first body, and a white one that closes above them all. It speaks for a rise.
///
/// Source: TA-Lib's `CDLMATHOLD`.
struct MatHold: CandlePattern {
  /// Which part of the first body must be penetrated; 0 or above.
  let penetration: Double

  static var reach: Int { 4 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 4)
    name(.bodyShort, 3)
    name(.bodyShort, 2)
    name(.bodyShort, 1)
  }

  var past = PastCandles(for: MatHold.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[4], candles[3], candles[2])
    let (fourth, last) = (candles[1], candles[0])
    let floor = first.close - first.body * penetration
    guard second.gapsUp(from: first), candles.isLong(4), second.body < candles.average(.bodyShort, 3),
      third.body < candles.average(.bodyShort, 2), fourth.body < candles.average(.bodyShort, 1),
      first.isWhite, second.isBlack, last.isWhite,
      third.bottom < first.close, fourth.bottom < first.close, third.bottom > floor, fourth.bottom > floor,
      third.top < second.open, fourth.top < third.top,
      last.open > fourth.close, last.close > max(second.high, third.high, fourth.high)
    else { return 0 }
    return 100
  }
}
