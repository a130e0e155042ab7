// SPDX-License-Identifier: Apache-2.0

/// Counterattack: two long candles of opposite colours with the same close.
///
/// Source: TA-Lib's `CDLCOUNTERATTACK`.
struct Counterattack: CandlePattern {
  static var reach: Int { 1 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.bodyLong, 0), (.bodyLong, 1), (.equal, 1)] }

  var candles = CandleView(for: Counterattack.self)

  func value() -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.color == -second.color, candles.isLong(1), candles.isLong(0),
      candles.are(second.close, first.close, within: .equal, 1)
    else { return 0 }
    return 100 * second.color
  }
}
