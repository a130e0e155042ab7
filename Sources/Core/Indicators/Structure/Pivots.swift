// SPDX-License-Identifier: Apache-2.0

/// Classic pivot points: prices at which floor traders expected the day to turn.
///
/// - Formula: of the UTC day before, with its high H, low L, close C, P = (H + L + C) / 3: `r1 = 2P - L`, `s1 = 2P - H`,
///   `r2 = P + (H - L)`, `s2 = P - (H - L)`, `r3 = H + 2 (P - L)`, `s3 = L - 2 (H - P)`.
/// - Source: the floor traders' formula; John Person, A Complete Guide to Technical Trading Tactics, 2004.
/// - Warm-up: a whole UTC day. Defined from the first candle on that comes after a day which was seen from its beginning;
///   the first day is, if a candle begins with it. How many candles that takes depends on how long they are: ``warmUp``
///   is that of daily ones, the fewest there can be. Where days are missing, the last one that had candles counts. There
///   is no residue.
/// - Flat series: all lines are the price itself, but for rounding.
public struct Pivots: CandleIndicator {
  private var day = PreviousDay()

  /// Pivots that have no parameters.
  public init() {}

  /// A candle of the day before, and one of this day: the fewest there can be. With shorter candles it takes more.
  public var warmUp: Int { 2 }

  public mutating func update(_ bar: Bar) -> PivotLines? {
    guard let last = day.update(bar) else { return nil }
    let pivot = last.mean
    return PivotLines(
      pivot: pivot,
      resistances: (2 * pivot - last.low, pivot + last.range, last.high + 2 * (pivot - last.low)),
      supports: (2 * pivot - last.high, pivot - last.range, last.low - 2 * (last.high - pivot)))
  }
}
