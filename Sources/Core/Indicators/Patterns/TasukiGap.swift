// SPDX-License-Identifier: Apache-2.0

/// Tasuki gap: after a gap a candle in its direction, and one of the opposite colour and the same size that opens
/// inside it and closes inside the gap. Its sign is the gap's direction.
///
/// Source: TA-Lib's `CDLTASUKIGAP`.
struct TasukiGap: CandlePattern {
  static var reach: Int { 2 }

  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {
    name(.near, 1)
  }

  var past = PastCandles(for: TasukiGap.self)

  @inline(__always)
  func value(_ candles: CandleView) -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard second.gaps(from: first), second.color == -third.color,
      (second.body - third.body).magnitude < candles.average(.near, 1)
    else { return 0 }
    if second.isWhite {
      guard second.gapsUp(from: first), third.open > second.open, third.open < second.close else { return 0 }
      return third.close < second.open && third.close > first.top ? 100 : 0
    }
    guard second.gapsDown(from: first), third.open < second.open, third.open > second.close else { return 0 }
    return third.close > second.open && third.close < first.bottom ? -100 : 0
  }
}
