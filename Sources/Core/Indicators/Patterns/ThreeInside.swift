// SPDX-License-Identifier: Apache-2.0

/// Three inside up or down: a long candle, a short one inside its body, and one of the opposite colour that closes
/// beyond the first one's open.
///
/// Source: TA-Lib's `CDL3INSIDE`.
struct ThreeInside: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 2)
    name(.bodyShort, 1)
  }

  var past = PastCandles(for: ThreeInside.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard second.isWithin(first), candles.isLong(2), second.body <= candles.average(.bodyShort, 1),
      first.isWhite
        ? third.isBlack && third.close < first.open : third.isWhite && third.close > first.open
    else { return 0 }
    return -100 * first.color
  }
}
