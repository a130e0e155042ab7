// SPDX-License-Identifier: Apache-2.0

/// Ultimate oscillator: how much of the true ranges of three periods was bought; 0 to 100.
///
/// - Formula: a candle's buying pressure is its close less the lower of its low and the close before; each period's
///   share is the sum of pressures over the sum of ``TrueRange``, 0 where that is 0;
///   `100 × (4 × shortest + 2 × middle + longest) / 7`.
/// - Author: Larry Williams, Technical Analysis of Stocks & Commodities, April 1985.
/// - Source: TA-Lib's `ULTOSC`, https://ta-lib.org/functions/ultosc/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: candle number `longest period + 1`. There is no residue.
/// - Flat series: 0.
public struct UltimateOscillator: CandleIndicator {
  private var sums: NestedSums
  private var lastClose: Double?
  public let warmUp: Int

  /// Three periods of 1 or above, in any order.
  public init(periods first: Int, _ second: Int, _ third: Int) {
    sums = NestedSums(periods: [first, second, third].sorted())
    warmUp = max(first, second, third) + 1
  }

  public mutating func update(_ bar: Bar) -> Double? {
    guard let last = lastClose else {
      lastClose = bar.close
      return nil
    }
    lastClose = bar.close
    let range = TrueRange.of(high: bar.high, low: bar.low, lastClose: last)
    sums.push(bought: bar.close - min(bar.low, last), range: range)
    guard sums.isFull else { return nil }
    return 100 * ((4 * sums.short.share + 2 * sums.middle.share + sums.long.share) / 7)
  }

  /// What was bought of the true ranges of three periods that end with the same candle.
  private struct NestedSums: Sendable {
    private var terms: Window<Term>
    private(set) var short: Sum
    private(set) var middle: Sum
    private(set) var long: Sum

    init(periods: [Int]) {
      terms = Window(capacity: periods[2], filler: Term(bought: 0, range: 0))
      (short, middle, long) = (Sum(period: periods[0]), Sum(period: periods[1]), Sum(period: periods[2]))
    }

    var isFull: Bool { terms.isFull }

    mutating func push(bought: Double, range: Double) {
      let term = Term(bought: bought, range: range)
      // What falls out of a sum is read before the longest window overwrites it.
      let (first, second) = (old(at: short.period - 1), old(at: middle.period - 1))
      let third = terms.push(term)
      short.take(term, without: first)
      middle.take(term, without: second)
      long.take(term, without: third)
      // Rounding errors don't pile up: the sums are made anew once in a while.
      if terms.hasComeRound { sumAnew() }
    }

    private func old(at age: Int) -> Term? { age < terms.count ? terms[age] : nil }

    private mutating func sumAnew() {
      short.clear()
      middle.clear()
      long.clear()
      for age in stride(from: long.period - 1, through: 0, by: -1) {
        let term = terms[age]
        if age < short.period { short.take(term, without: nil) }
        if age < middle.period { middle.take(term, without: nil) }
        long.take(term, without: nil)
      }
    }
  }

  /// A candle's buying pressure and true range.
  private struct Term: Sendable {
    let bought: Double
    let range: Double
  }

  /// The sums of a period.
  private struct Sum: Sendable {
    let period: Int
    var bought = 0.0
    var range = 0.0
    /// How many candles in a row had no range.
    var flat = 0

    init(period: Int) { self.period = period }

    /// The part that was bought; 0 where there was no range, whatever rounding has left in the sums.
    var share: Double { flat >= period || range <= 0 ? 0 : bought / range }

    mutating func take(_ term: Term, without old: Term?) {
      flat = term.range == 0 ? flat + 1 : 0
      bought += term.bought
      range += term.range
      if let old {
        bought -= old.bought
        range -= old.range
      }
    }

    mutating func clear() { self = Sum(period: period) }
  }
}
