// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What becomes of what a bot holds when it is stopped.
public enum HeldPositions: String, Hashable, Sendable, CaseIterable {
  /// It stays the bot's own, unwatched.
  case keep
  /// It is sold at the market.
  case close
}

/// An entry by hand.
public struct EntryRequest: Hashable, Sendable {
  /// What to buy; one of the bot's pairs.
  public let pair: Pair
  /// For how much of the stake currency; nil for the bot's own stake. Above 0.
  public let stakeAmount: Money?
  /// At what price at most, above 0; nil for the market's.
  public let limitPrice: Price?

  /// An entry by hand.
  public init(pair: Pair, stakeAmount: Money? = nil, limitPrice: Price? = nil) {
    self.pair = pair
    self.stakeAmount = stakeAmount
    self.limitPrice = limitPrice
  }
}

/// An exit by hand.
public struct ExitRequest: Hashable, Sendable {
  /// What to sell.
  public enum Subject: Hashable, Sendable {
    /// A trade of the bot.
    case trade(TradeID)
    /// The bot's open trade of a pair.
    case pair(Pair)
  }

  /// What to sell.
  public let subject: Subject
  /// At what price at least, above 0; nil for the market's.
  public let limitPrice: Price?

  /// An exit by hand.
  public init(_ subject: Subject, limitPrice: Price? = nil) {
    self.subject = subject
    self.limitPrice = limitPrice
  }
}
