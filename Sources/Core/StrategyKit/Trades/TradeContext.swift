// SPDX-License-Identifier: Apache-2.0

/// A trade as its rules see it, at one moment. What is not known is not a number; rules that need it don't apply.
public struct TradeContext: Hashable, Sendable {
  /// The price in question: the last one, a backtest's open or high, or, where a price is asked for, the proposed one.
  public var rate: Double
  /// The price that an order would have without the rule; not a number elsewhere.
  public var proposed: Double
  /// The profit after fees at the rate, as a ratio: 0.01 is 1 %.
  public var profit: Double
  /// How long the trade has been open, in milliseconds.
  public var ageMilliseconds: Int64
  /// The tag with which it was entered; empty where there was none.
  public var tag: String
  /// How many entry orders were filled.
  public var entries: Int
  /// How many exit orders were filled.
  public var exits: Int
  /// The average price of its entries.
  public var openRate: Double
  /// What is in it, in the stake currency.
  public var stake: Double
  /// What it holds, in the base asset.
  public var amount: Double
  /// The price of its stop.
  public var stopLoss: Double
  /// The highest price since it was opened.
  public var maxRate: Double
  /// The lowest price since it was opened.
  public var minRate: Double

  /// A trade of which only what is given is known.
  public init(
    rate: Double = .nan, proposed: Double = .nan, profit: Double = .nan, ageMilliseconds: Int64 = 0, tag: String = "",
    entries: Int = 0, exits: Int = 0, openRate: Double = .nan, stake: Double = .nan, amount: Double = .nan,
    stopLoss: Double = .nan, maxRate: Double = .nan, minRate: Double = .nan
  ) {
    self.rate = rate
    self.proposed = proposed
    self.profit = profit
    self.ageMilliseconds = ageMilliseconds
    self.tag = tag
    self.entries = entries
    self.exits = exits
    self.openRate = openRate
    self.stake = stake
    self.amount = amount
    self.stopLoss = stopLoss
    self.maxRate = maxRate
    self.minRate = minRate
  }
}
