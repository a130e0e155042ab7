// SPDX-License-Identifier: Apache-2.0

/// Morning star: after a long black candle a short one gaps down, and a white one closes well inside the first body. It
/// speaks for a rise.
///
/// Source: TA-Lib's `CDLMORNINGSTAR`.
struct MorningStar: CandlePattern {
  /// Which part of the first body must be penetrated; 0 or above.
  let penetration: Double

  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 2)
    name(.bodyShort, 1)
    name(.bodyShort, 0)
  }

  var past = PastCandles(for: MorningStar.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard second.gapsDown(from: first), candles.isLong(2), first.isBlack,
      second.body <= candles.average(.bodyShort, 1),
      third.body > candles.average(.bodyShort, 0), third.isWhite,
      third.close > first.close + first.body * penetration
    else { return 0 }
    return 100
  }
}
