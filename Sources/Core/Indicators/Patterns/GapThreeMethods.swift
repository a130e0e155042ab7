// SPDX-License-Identifier: Apache-2.0

/// Upside or downside gap three methods: two candles of a colour with a gap between them, and one of the opposite
/// colour that opens inside the second body and closes inside the first. Its sign is the first one's colour.
///
/// Source: TA-Lib's `CDLXSIDEGAP3METHODS`.
struct GapThreeMethods: CandlePattern {
  static var reach: Int { 2 }

  var past = PastCandles(for: GapThreeMethods.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard second.gaps(from: first), first.color == second.color, second.color == -third.color,
      third.open < second.top, third.open > second.bottom, third.close < first.top, third.close > first.bottom,
      first.isWhite ? second.gapsUp(from: first) : second.gapsDown(from: first)
    else { return 0 }
    return 100 * first.color
  }
}
