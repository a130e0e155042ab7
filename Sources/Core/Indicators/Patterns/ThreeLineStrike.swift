// SPDX-License-Identifier: Apache-2.0

/// Three line strike: three candles of a colour, each opening in or near the body before and closing further on, and
/// one of the opposite colour that takes all of it back. Its sign is that of the three.
///
/// Source: TA-Lib's `CDL3LINESTRIKE`.
struct ThreeLineStrike: CandlePattern {
  static var reach: Int { 3 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.near, 2)
    name(.near, 3)
  }

  var past = PastCandles(for: ThreeLineStrike.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let colors = candles.colors(of: 4)
    let (first, second, third, last) = (candles[3], candles[2], candles[1], candles[0])
    guard colors == 0b1110 || colors == 0b0001,
      opens(second, near: first, candles.average(.near, 3)),
      opens(third, near: second, candles.average(.near, 2)),
      third.isWhite
        ? third.close > second.close && second.close > first.close && last.open > third.close && last.close < first.open
        : third.close < second.close && second.close < first.close && last.open < third.close && last.close > first.open
    else { return 0 }
    return 100 * third.color
  }

  /// Whether a candle opens in the body before or near it.
  @inline(__always)
  private func opens(_ next: PatternCandle, near candle: PatternCandle, _ distance: Double) -> Bool {
    next.open >= candle.bottom - distance && next.open <= candle.top + distance
  }
}
