// SPDX-License-Identifier: Apache-2.0

/// Stick sandwich: a white candle that stays above the close before, between two black ones with the same close. It
/// speaks for a rise.
///
/// Source: TA-Lib's `CDLSTICKSANDWICH`.
struct StickSandwich: CandlePattern {
  static var reach: Int { 2 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.equal, 2)] }

  var candles = CandleView(for: StickSandwich.self)

  func value() -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard first.isBlack, second.isWhite, third.isBlack, second.low > first.close,
      candles.are(third.close, first.close, within: .equal, 2)
    else { return 0 }
    return 100
  }
}
