// SPDX-License-Identifier: Apache-2.0

/// Advance block: three white candles, each opening in or near the body before and closing higher, that lose force:
/// bodies become smaller, or upper shadows longer. It speaks for a fall.
///
/// Source: TA-Lib's `CDLADVANCEBLOCK`.
struct AdvanceBlock: CandlePattern {
  static var reach: Int { 2 }
  static var averages: [(measure: CandleMeasure, age: Int)] {
    [
      (.near, 1), (.near, 2), (.far, 1), (.far, 2), (.bodyLong, 2), (.shadowShort, 0), (.shadowShort, 1),
      (.shadowShort, 2), (.shadowLong, 0),
    ]
  }

  var candles = CandleView(for: AdvanceBlock.self)

  func value() -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard first.isWhite, second.isWhite, third.isWhite,
      third.close > second.close, second.close > first.close,
      second.open > first.open, second.open <= first.close + candles.average(.near, 2),
      third.open > second.open, third.open <= second.close + candles.average(.near, 1),
      candles.isLong(2), first.upperShadow < candles.average(.shadowShort, 2),
      isBlocked
    else { return 0 }
    return -100
  }

  /// Whether the rise loses force.
  private var isBlocked: Bool {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    if second.body < first.body - candles.average(.far, 2), third.body < second.body + candles.average(.near, 1) {
      return true
    }
    if third.body < second.body - candles.average(.far, 1) { return true }
    guard third.body < second.body else { return false }
    if third.upperShadow > candles.average(.shadowLong, 0) { return true }
    let hasShadow =
      third.upperShadow > candles.average(.shadowShort, 0) || second.upperShadow > candles.average(.shadowShort, 1)
    return second.body < first.body && hasShadow
  }
}
