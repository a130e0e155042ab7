// SPDX-License-Identifier: Apache-2.0

/// Tasuki gap: after a gap a candle in its direction, and one of the opposite colour and the same size that opens
/// inside it and closes inside the gap. Its sign is the gap's direction.
///
/// Source: TA-Lib's `CDLTASUKIGAP`.
struct TasukiGap: CandlePattern {
  static var reach: Int { 2 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [(.near, 1)] }

  var candles = CandleView(for: TasukiGap.self)

  func value() -> Double {
    let (first, second, third) = (candles[2], candles[1], candles[0])
    guard second.color == -third.color,
      (second.body - third.body).magnitude < candles.average(.near, 1)
    else { return 0 }
    if second.isWhite {
      let opens = third.open > second.open && third.open < second.close
      let closes = third.close < second.open && third.close > first.top
      return second.gapsUp(from: first) && opens && closes ? 100 : 0
    }
    let opens = third.open < second.open && third.open > second.close
    let closes = third.close > second.open && third.close < first.bottom
    return second.gapsDown(from: first) && opens && closes ? -100 : 0
  }
}
