// SPDX-License-Identifier: Apache-2.0

/// Counterattack: two long candles of opposite colours with the same close.
///
/// Source: TA-Lib's `CDLCOUNTERATTACK`.
struct Counterattack: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 0)
    name(.bodyLong, 1)
    name(.equal, 1)
  }

  var past = PastCandles(for: Counterattack.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second) = (candles[1], candles[0])
    guard first.color == -second.color, candles.isLong(1), candles.isLong(0),
      candles.are(second.close, first.close, within: .equal, 1)
    else { return 0 }
    return 100 * second.color
  }
}
