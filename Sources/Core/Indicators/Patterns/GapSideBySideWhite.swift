// SPDX-License-Identifier: Apache-2.0

/// Side by side white lines after a gap: two white candles of the same size and open, both with a gap to the one
/// before. Its sign is the gap's direction.
///
/// Source: TA-Lib's `CDLGAPSIDESIDEWHITE`.
struct GapSideBySideWhite: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.near, 1)
    name(.equal, 1)
  }

  var past = PastCandles(for: GapSideBySideWhite.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    let isUp = second.gapsUp(from: first)
    guard second.gaps(from: first), isUp ? third.gapsUp(from: first) : third.gapsDown(from: first),
      second.isWhite, third.isWhite,
      candles.are(third.body, second.body, within: .near, 1),
      candles.are(third.open, second.open, within: .equal, 1)
    else { return 0 }
    return isUp ? 100 : -100
  }
}
