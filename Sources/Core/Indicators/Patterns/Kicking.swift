// SPDX-License-Identifier: Apache-2.0

/// Kicking: two long candles of opposite colours without shadows and with a gap between them. Its sign is the second
/// one's colour.
///
/// Source: TA-Lib's `CDLKICKING`.
struct Kicking: CandlePattern {
  static var reach: Int { 1 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.bodyLong, 0)
    name(.bodyLong, 1)
    name(.shadowVeryShort, 0)
    name(.shadowVeryShort, 1)
  }

  var past = PastCandles(for: Kicking.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    Self.areKicking(candles) ? 100 * candles[0].color : 0
  }

  /// Whether two long candles of opposite colours without shadows have a gap between them.
  @inline(__always)
  static func areKicking(_ candles: CandleView) -> Bool {
    let (first, second) = (candles[1], candles[0])
    guard first.color == -second.color, candles.isLong(1), candles.isLong(0) else { return false }
    guard candles.lacksUpperShadow(1), candles.lacksLowerShadow(1) else { return false }
    guard candles.lacksUpperShadow(0), candles.lacksLowerShadow(0) else { return false }
    return first.isBlack ? second.low > first.high : second.high < first.low
  }
}
