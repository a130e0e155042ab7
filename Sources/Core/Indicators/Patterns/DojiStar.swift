// SPDX-License-Identifier: Apache-2.0

/// Doji star: a doji whose body gaps on in the direction of the long candle before. It speaks against that direction.
///
/// Source: TA-Lib's `CDLDOJISTAR`.
struct DojiStar: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 1)
    name(.bodyDoji, 0)
  }

  var past = PastCandles(for: DojiStar.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard candles.isLong(1), candles.isDoji(0),
      first.isWhite ? second.gapsUp(from: first) : second.gapsDown(from: first)
    else { return 0 }
    return -100 * first.color
  }
}
