// SPDX-License-Identifier: Apache-2.0

/// Shooting star: a short body that gaps up, with a long upper shadow and no lower one. It speaks for a fall.
///
/// Source: TA-Lib's `CDLSHOOTINGSTAR`.
struct ShootingStar: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyShort, 0)
    name(.shadowVeryShort, 0)
  }

  var past = PastCandles(for: ShootingStar.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard second.gapsUp(from: first), second.body < candles.average(.bodyShort, 0),
      second.upperShadow > candles.average(.shadowLong, 0), candles.lacksLowerShadow(0)
    else { return 0 }
    return -100
  }
}
