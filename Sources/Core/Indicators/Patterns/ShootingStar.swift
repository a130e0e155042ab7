// SPDX-License-Identifier: Apache-2.0

/// Shooting star: a short body that gaps up, with a long upper shadow and no lower one. It speaks for a fall.
///
/// Source: TA-Lib's `CDLSHOOTINGSTAR`.
struct ShootingStar: CandlePattern {
  static var reach: Int { 1 }
  static var averages: [(measure: CandleMeasure, age: Int)] {
    [(.bodyShort, 0), (.shadowLong, 0), (.shadowVeryShort, 0)]
  }

  var candles = CandleView(for: ShootingStar.self)

  func value() -> Double {
    let (first, second) = (candles[1], candles[0])
    guard second.body < candles.average(.bodyShort, 0),
      second.upperShadow > candles.average(.shadowLong, 0), candles.lacksLowerShadow(0),
      second.gapsUp(from: first)
    else { return 0 }
    return -100
  }
}
