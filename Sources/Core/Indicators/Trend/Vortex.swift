// SPDX-License-Identifier: Apache-2.0

/// Vortex: how far highs reach from the lows before, and lows from the highs before, against the true range.
///
/// - Formula: `plus` is the sum of |high - last low| over the last `period` candles, `minus` that of |low - last high|,
///   each divided by the sum of ``TrueRange``; 0 where that is 0.
/// - Authors: Etienne Botes and Douglas Siepman, Technical Analysis of Stocks & Commodities, January 2010.
/// - Source: TA-Lib's `VORTEX`, https://ta-lib.org/functions/vortex/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct Vortex: CandleIndicator {
  private var terms: Window<Term>
  private var sum = Term()
  /// The sum of the terms since the window last came round, which takes the sum's place when it comes round again: so
  /// rounding errors don't pile up.
  private var fresh = Term()
  /// How many candles in a row had no range.
  private var flat = 0
  private var last: Bar?
  public let warmUp: Int

  /// An indicator over a period of 1 or above.
  public init(period: Int) {
    terms = Window(capacity: period, filler: Term())
    warmUp = period + 1
  }

  public mutating func update(_ bar: Bar) -> Lines? {
    guard let last else {
      last = bar
      return nil
    }
    self.last = bar
    let term = Term(
      rising: (bar.high - last.low).magnitude, falling: (bar.low - last.high).magnitude,
      range: TrueRange.of(high: bar.high, low: bar.low, lastClose: last.close))
    let old = terms.push(term)
    flat = term.range == 0 ? flat + 1 : 0
    fresh.add(term)
    sum.add(term)
    if let old { sum.subtract(old) }
    if terms.hasComeRound { (sum, fresh) = (fresh, Term()) }
    guard terms.isFull else { return nil }
    let isFlat = flat >= terms.capacity || sum.range <= 0
    return isFlat ? Lines(plus: 0, minus: 0) : Lines(plus: sum.rising / sum.range, minus: sum.falling / sum.range)
  }

  /// The movements of a candle, or their sums.
  private struct Term: Sendable {
    var rising = 0.0
    var falling = 0.0
    var range = 0.0

    mutating func add(_ other: Term) {
      rising += other.rising
      falling += other.falling
      range += other.range
    }

    mutating func subtract(_ other: Term) {
      rising -= other.rising
      falling -= other.falling
      range -= other.range
    }
  }

  /// Both lines, about 1 where there is no trend.
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// The movement upwards.
    public let plus: Double
    /// The movement downwards.
    public let minus: Double

    public static let names = ["plus", "minus"]

    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = plus
      place[stride] = minus
    }
  }
}
