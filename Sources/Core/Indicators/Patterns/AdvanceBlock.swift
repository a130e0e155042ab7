// SPDX-License-Identifier: Apache-2.0

/// Advance block: three white candles, each opening in or near the body before and closing higher, that lose force:
/// bodies become smaller, or upper shadows longer. It speaks for a fall.
///
/// Source: TA-Lib's `CDLADVANCEBLOCK`.
struct AdvanceBlock: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.near, 1)
    name(.near, 2)
    name(.far, 1)
    name(.far, 2)
    name(.bodyLong, 2)
    name(.shadowShort, 0)
    name(.shadowShort, 1)
    name(.shadowShort, 2)
  }

  var past = PastCandles(for: AdvanceBlock.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard candles.colors(of: 3) == 0b111,
      third.close > second.close, second.close > first.close,
      second.open > first.open, second.open <= first.close + candles.average(.near, 2),
      third.open > second.open, third.open <= second.close + candles.average(.near, 1),
      candles.isLong(2), first.upperShadow < candles.average(.shadowShort, 2),
      isBlocked(candles)
    else { return 0 }
    return -100
  }

  /// Whether the rise loses force.
  @inline(__always)
  private func isBlocked(_ candles: CandleView) -> Bool {
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
