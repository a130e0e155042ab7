// SPDX-License-Identifier: Apache-2.0

/// Dark cloud cover: after a long white candle a black one opens above its high and closes well inside its body. It
/// speaks for a fall.
///
/// Source: TA-Lib's `CDLDARKCLOUDCOVER`.
struct DarkCloudCover: CandlePattern {
  /// Which part of the first body must be penetrated; 0 or above.
  let penetration: Double

  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 1)
  }

  var past = PastCandles(for: DarkCloudCover.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.isWhite, candles.isLong(1), second.isBlack, second.open > first.high,
      second.close > first.open, second.close < first.close - first.body * penetration
    else { return 0 }
    return -100
  }
}
