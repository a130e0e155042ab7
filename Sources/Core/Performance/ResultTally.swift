// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// A count of results: of all trades, or of those of one pair, day or exit reason.
public struct ResultTally: Hashable, Sendable {
  /// How many trades closed with a profit.
  public private(set) var wins = 0
  /// How many closed with a loss.
  public private(set) var losses = 0
  /// How many closed with neither.
  public private(set) var draws = 0
  /// The sum of the winners' profits; 0 or above.
  public private(set) var gained = Money.zero
  /// The sum of the losers' losses, without sign; 0 or above.
  public private(set) var lost = Money.zero
  /// The sum of the trades' profit ratios.
  public private(set) var ratioSum = Ratio.zero

  /// A tally of nothing.
  public init() {}

  /// How many trades there were.
  public var trades: Int { wins + losses + draws }

  /// What they brought together.
  public var profit: Money { gained - lost }

  /// The share of winners among all trades, draws included, 0 to 1; nil without trades.
  public var winRate: Double? {
    trades == 0 ? nil : Double(wins) / Double(trades)
  }

  /// The mean of the trades' profit ratios; nil without trades. Freqtrade's `profit_mean`.
  public var averageProfitRatio: Double? {
    trades == 0 ? nil : ratioSum.value.approximated / Double(trades)
  }

  /// What a trade brings on average, rounded half to even at 10⁻¹²; nil without trades.
  ///
  /// Freqtrade's `expectancy`: win rate × average win - loss rate × average loss, which comes to the same.
  public var expectancy: Money? {
    guard trades > 0 else { return nil }
    return (try? profit.value.divided(by: Fixed(trades), rounding: .halfEven)).map { Money($0) }
  }

  /// What a trade brings per unit that the average loser loses: (1 + average win / average loss) × win rate - 1.
  ///
  /// Nil without losers, where Freqtrade's `expectancy_ratio` is 100.
  public var expectancyRatio: Double? {
    guard losses > 0, let winRate else { return nil }
    let averageWin = wins == 0 ? 0 : gained.value.approximated / Double(wins)
    return (1 + averageWin / (lost.value.approximated / Double(losses))) * winRate - 1
  }

  /// What was gained per unit that was lost; nil without losers, where Freqtrade's `profit_factor` is 0.
  public var profitFactor: Double? {
    losses == 0 ? nil : gained.value.approximated / lost.value.approximated
  }

  /// Counts a trade.
  mutating func add(_ trade: ClosedTradeResult) {
    ratioSum = Ratio(ratioSum.value + trade.profitRatio.value)
    if trade.profit > .zero {
      wins += 1
      gained = gained + trade.profit
    } else if trade.profit < .zero {
      losses += 1
      lost = lost - trade.profit
    } else {
      draws += 1
    }
  }
}

/// The tally of what shares a key: a pair, a day, an exit reason.
public struct KeyedTally<Key: Hashable & Comparable & Sendable>: Hashable, Sendable {
  /// What the trades have in common.
  public let key: Key
  /// What they came to.
  public internal(set) var tally: ResultTally
}

/// Tallies in the order of their keys, with a short way to the last ones, where days come in.
struct SortedTallies<Key: Hashable & Comparable & Sendable>: Hashable, Sendable {
  private(set) var all: [KeyedTally<Key>] = []

  mutating func add(_ trade: ClosedTradeResult, to key: Key) {
    var index = all.count
    while index > 0, key < all[index - 1].key { index -= 1 }
    if index > 0, all[index - 1].key == key {
      all[index - 1].tally.add(trade)
    } else {
      var tally = ResultTally()
      tally.add(trade)
      all.insert(KeyedTally(key: key, tally: tally), at: index)
    }
  }
}
