// SPDX-License-Identifier: Apache-2.0

/// Separating lines: a candle and a long one of the opposite colour with the same open, from which it went one way
/// only. Its sign is the second one's colour.
///
/// Source: TA-Lib's `CDLSEPARATINGLINES`.
struct SeparatingLines: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.shadowVeryShort, 0)
    name(.bodyLong, 0)
    name(.equal, 1)
  }

  var past = PastCandles(for: SeparatingLines.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.color == -second.color, candles.are(second.open, first.open, within: .equal, 1), candles.isLong(0),
      second.isWhite ? candles.lacksLowerShadow(0) : candles.lacksUpperShadow(0)
    else { return 0 }
    return 100 * second.color
  }
}
