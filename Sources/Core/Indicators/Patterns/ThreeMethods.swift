// SPDX-License-Identifier: Apache-2.0

/// Rising or falling three methods: a long candle, three short ones of the opposite colour that move against it within
/// its range, and a long one that goes on beyond its close. Its sign is the first one's colour.
///
/// Source: TA-Lib's `CDLRISEFALL3METHODS`.
struct ThreeMethods: CandlePattern {
  static var reach: Int { 4 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 4)
    name(.bodyShort, 3)
    name(.bodyShort, 2)
    name(.bodyShort, 1)
    name(.bodyLong, 0)
  }

  var past = PastCandles(for: ThreeMethods.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[4], candles[3], candles[2])
    let (fourth, last) = (candles[1], candles[0])
    let sign = first.color
    guard candles.isLong(4), candles.isLong(0), second.body < candles.average(.bodyShort, 3),
      third.body < candles.average(.bodyShort, 2), fourth.body < candles.average(.bodyShort, 1),
      second.color == -sign, third.color == -sign, fourth.color == -sign, last.color == sign,
      [second, third, fourth].allSatisfy({ $0.bottom < first.high && $0.top > first.low }),
      third.close * sign < second.close * sign, fourth.close * sign < third.close * sign,
      last.open * sign > fourth.close * sign, last.close * sign > first.close * sign
    else { return 0 }
    return 100 * sign
  }
}
