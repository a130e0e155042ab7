// SPDX-License-Identifier: Apache-2.0

/// Side by side white lines after a gap: two white candles of the same size and open, both with a gap to the one
/// before. Its sign is the gap's direction.
///
/// Source: TA-Lib's `CDLGAPSIDESIDEWHITE`.
struct GapSideBySideWhite: CandlePattern {
  static var reach: Int { 2 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.near, 1), (.equal, 1)] }

  var candles = CandleView(for: GapSideBySideWhite.self)

  func value() -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    let isUp = second.gapsUp(from: first) && third.gapsUp(from: first)
    let isDown = second.gapsDown(from: first) && third.gapsDown(from: first)
    guard isUp || isDown, second.isWhite, third.isWhite,
      candles.are(third.body, second.body, within: .near, 1),
      candles.are(third.open, second.open, within: .equal, 1)
    else { return 0 }
    return isUp ? 100 : -100
  }
}
