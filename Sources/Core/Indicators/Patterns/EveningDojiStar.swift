// SPDX-License-Identifier: Apache-2.0

/// Evening doji star: after a long white candle a doji gaps up, and a black one closes well inside the first body. It
/// speaks for a fall.
///
/// Source: TA-Lib's `CDLEVENINGDOJISTAR`.
struct EveningDojiStar: CandlePattern {
  /// Which part of the first body must be penetrated; 0 or above.
  let penetration: Double

  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 2)
    name(.bodyDoji, 1)
    name(.bodyShort, 0)
  }

  var past = PastCandles(for: EveningDojiStar.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard second.gapsUp(from: first), candles.isLong(2), first.isWhite, candles.isDoji(1),
      third.body > candles.average(.bodyShort, 0), third.isBlack,
      third.close < first.close - first.body * penetration
    else { return 0 }
    return -100
  }
}
