// SPDX-License-Identifier: Apache-2.0

/// Doji star: a doji whose body gaps on in the direction of the long candle before. It speaks against that direction.
///
/// Source: TA-Lib's `CDLDOJISTAR`.
struct DojiStar: CandlePattern {
  static var reach: Int { 1 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 1), (.bodyDoji, 0)] }

  var candles = CandleView(for: DojiStar.self)

  func value() -> Double {
    let (first, second) = (candles[1], candles[0])
    guard candles.isLong(1), candles.isDoji(0),
      first.isWhite ? second.gapsUp(from: first) : second.gapsDown(from: first)
    else { return 0 }
    return -100 * first.color
  }
}
