// SPDX-License-Identifier: Apache-2.0

/// Fibonacci pivot points: the classic pivot with lines at Fibonacci's ratios of the day's range.
///
/// - Formula: of the UTC day before, with its high H, low L, close C, P = (H + L + C) / 3: the lines are
///   `P ± 0.382 (H - L)`, `P ± 0.618 (H - L)`, `P ± (H - L)`.
/// - Source: the ratios as charting packages commonly have them, TradingView's among them.
/// - Warm-up: a whole UTC day. Defined from the first candle on that comes after a day which was seen from its beginning;
///   the first day is, if a candle begins with it. How many candles that takes depends on how long they are: ``warmUp``
///   is that of daily ones, the fewest there can be. Where days are missing, the last one that had candles counts. There
///   is no residue.
/// - Flat series: all lines are the price itself, but for rounding.
public struct FibonacciPivots: CandleIndicator {
  private var day = PreviousDay()

  /// Pivots that have no parameters.
  public init() {}

  /// A candle of the day before, and one of this day: the fewest there can be. With shorter candles it takes more.
  public var warmUp: Int { 2 }

  public mutating func update(_ bar: Bar) -> PivotLines? {
    guard let last = day.update(bar) else { return nil }
    let pivot = last.mean
    return PivotLines(
      pivot: pivot, around: pivot, distances: (0.382 * last.range, 0.618 * last.range, last.range))
  }
}
