// SPDX-License-Identifier: Apache-2.0

/// Camarilla pivot points: lines around the last close, close together.
///
/// - Formula: of the UTC day before, with its high H, low L, close C, P = (H + L + C) / 3: the lines are
///   `C ± 1.1 (H - L) / 12`, `C ± 1.1 (H - L) / 6`, `C ± 1.1 (H - L) / 4`.
/// - Author: Nick Scott, 1989.
/// - Warm-up: a whole UTC day. Defined from the first candle on that comes after a day which was seen from its beginning;
///   the first day is, if a candle begins with it. How many candles that takes depends on how long they are: ``warmUp``
///   is that of daily ones, the fewest there can be. Where days are missing, the last one that had candles counts. There
///   is no residue.
/// - Flat series: all lines are the price itself, but for rounding.
public struct CamarillaPivots: CandleIndicator {
  private var day = PreviousDay()

  /// Pivots that have no parameters.
  public init() {}

  /// A candle of the day before, and one of this day: the fewest there can be. With shorter candles it takes more.
  public var warmUp: Int { 2 }

  public mutating func update(_ bar: Bar) -> PivotLines? {
    guard let last = day.update(bar) else { return nil }
    let pivot = last.mean
    let step = 1.1 * last.range
    return PivotLines(pivot: pivot, around: last.close, distances: (step / 12, step / 6, step / 4))
  }
}
