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
    let (colors, sign) = (candles.colors(of: 5), first.color)
    guard colors == 0b10001 || colors == 0b01110, candles.isLong(4), candles.isLong(0),
      second.body < candles.average(.bodyShort, 3),
      third.body < candles.average(.bodyShort, 2), fourth.body < candles.average(.bodyShort, 1),
      reaches(second, into: first), reaches(third, into: first), reaches(fourth, into: first),
      third.close * sign < second.close * sign, fourth.close * sign < third.close * sign,
      last.open * sign > fourth.close * sign, last.close * sign > first.close * sign
    else { return 0 }
    return 100 * sign
  }

  /// Whether a body reaches into the range of a candle.
  @inline(__always)
  private func reaches(_ next: PatternCandle, into candle: PatternCandle) -> Bool {
    next.bottom < candle.high && next.top > candle.low
  }
}
