// SPDX-License-Identifier: Apache-2.0

/// Engulfing: a body that swallows the one before of the opposite colour; 80 or -80 where one end is the same. TA-Lib
/// waits for one candle more than it looks at.
///
/// Source: TA-Lib's `CDLENGULFING`.
struct Engulfing: CandlePattern {
  static var reach: Int { 2 }

  var past = PastCandles(for: Engulfing.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard second.covers(first), first.color == -second.color,
      second.top > first.top || second.bottom < first.bottom
    else { return 0 }
    let isWhole = second.open != first.close && second.close != first.open
    return second.color * (isWhole ? 100 : 80)
  }
}
