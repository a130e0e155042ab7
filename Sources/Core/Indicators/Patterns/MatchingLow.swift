// SPDX-License-Identifier: Apache-2.0

/// Matching low: two black candles with the same close. It speaks for a rise.
///
/// Source: TA-Lib's `CDLMATCHINGLOW`.
struct MatchingLow: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.equal, 1)
  }

  var past = PastCandles(for: MatchingLow.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard candles.colors(of: 2) == 0b00, candles.are(second.close, first.close, within: .equal, 1)
    else { return 0 }
    return 100
  }
}
