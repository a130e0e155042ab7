// SPDX-License-Identifier: Apache-2.0

/// Homing pigeon: a short black body inside the long black one before. It speaks for a rise.
///
/// Source: TA-Lib's `CDLHOMINGPIGEON`.
struct HomingPigeon: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 1)
    name(.bodyShort, 0)
  }

  var past = PastCandles(for: HomingPigeon.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard candles.colors(of: 2) == 0b00, candles.isLong(1), second.body <= candles.average(.bodyShort, 0),
      second.open < first.open, second.close > first.close
    else { return 0 }
    return 100
  }
}
