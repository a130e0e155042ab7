// SPDX-License-Identifier: Apache-2.0

/// Three outside up or down: a body that swallows the one before of the opposite colour, and a close further on.
///
/// Source: TA-Lib's `CDL3OUTSIDE`.
struct ThreeOutside: CandlePattern {
  static var reach: Int { 3 }

  var past = PastCandles(for: ThreeOutside.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    let isUp = first.isBlack && second.isWhite && second.close > first.open && second.open < first.close
    let isDown = first.isWhite && second.isBlack && second.open > first.close && second.close < first.open
    if isUp, third.close > second.close { return 100 }
    return isDown && third.close < second.close ? -100 : 0
  }
}
