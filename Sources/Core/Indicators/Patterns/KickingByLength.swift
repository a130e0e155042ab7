// SPDX-License-Identifier: Apache-2.0

/// Kicking by length: as ``Kicking``, but its sign is the colour of the longer candle.
///
/// Source: TA-Lib's `CDLKICKINGBYLENGTH`.
struct KickingByLength: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 0)
    name(.bodyLong, 1)
    name(.shadowVeryShort, 0)
    name(.shadowVeryShort, 1)
  }

  var past = PastCandles(for: KickingByLength.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard Kicking.areKicking(candles) else { return 0 }
    return 100 * (second.body > first.body ? second.color : first.color)
  }
}
