// SPDX-License-Identifier: Apache-2.0

/// Kicking by length: as ``Kicking``, but its sign is the colour of the longer candle.
///
/// Source: TA-Lib's `CDLKICKINGBYLENGTH`.
struct KickingByLength: CandlePattern {
  static var reach: Int { 1 }
  static var averages: [(measure: CandleMeasure, age: Int)] {
    [
      (.bodyLong, 0), (.bodyLong, 1), (.shadowVeryShort, 0), (.shadowVeryShort, 1),
    ]
  }

  var candles = CandleView(for: KickingByLength.self)

  func value() -> Double {
    let (first, second) = (candles[1], candles[0])
    guard Kicking.areKicking(candles) else { return 0 }
    return 100 * (second.body > first.body ? second.color : first.color)
  }
}
