// SPDX-License-Identifier: Apache-2.0

/// Stick sandwich: a white candle that stays above the close before, between two black ones with the same close. It
/// speaks for a rise.
///
/// Source: TA-Lib's `CDLSTICKSANDWICH`.
struct StickSandwich: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.equal, 2)
  }

  var past = PastCandles(for: StickSandwich.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard candles.colors(of: 3) == 0b010, second.low > first.close,
      candles.are(third.close, first.close, within: .equal, 2)
    else { return 0 }
    return 100
  }
}
