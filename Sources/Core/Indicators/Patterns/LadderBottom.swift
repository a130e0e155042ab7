// SPDX-License-Identifier: Apache-2.0

/// Ladder bottom: three black candles with ever lower opens and closes, a black one with an upper shadow, and a white
/// one that opens above its body and closes above its high. It speaks for a rise.
///
/// Source: TA-Lib's `CDLLADDERBOTTOM`.
struct LadderBottom: CandlePattern {
  static var reach: Int { 4 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.shadowVeryShort, 1)
  }

  var past = PastCandles(for: LadderBottom.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[4], candles[3], candles[2])
    let (fourth, last) = (candles[1], candles[0])
    guard candles.colors(of: 5) == 0b00001,
      first.open > second.open, second.open > third.open,
      first.close > second.close, second.close > third.close,
      fourth.upperShadow > candles.average(.shadowVeryShort, 1),
      last.open > fourth.open, last.close > fourth.high
    else { return 0 }
    return 100
  }
}
