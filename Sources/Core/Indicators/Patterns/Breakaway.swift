// SPDX-License-Identifier: Apache-2.0

/// Breakaway: a long candle, a gap in its direction, two more candles further on, and one of the opposite colour that
/// closes inside the gap.
///
/// Source: TA-Lib's `CDLBREAKAWAY`.
struct Breakaway: CandlePattern {
  static var reach: Int { 4 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 4)
  }

  var past = PastCandles(for: Breakaway.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[4], candles[3], candles[2])
    let (fourth, last) = (candles[1], candles[0])
    guard second.gaps(from: first), candles.isLong(4), first.color == second.color, second.color == fourth.color,
      fourth.color == -last.color
    else { return 0 }
    if first.isBlack {
      let isFalling = second.gapsDown(from: first) && third.isLower(than: second) && fourth.isLower(than: third)
      return isFalling && last.close > second.open && last.close < first.close ? 100 : 0
    }
    let isRising = second.gapsUp(from: first) && third.isHigher(than: second) && fourth.isHigher(than: third)
    return isRising && last.close < second.open && last.close > first.close ? -100 : 0
  }
}
