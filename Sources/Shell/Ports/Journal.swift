// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import TradingModel

/// What a bot's step has changed.
public struct JournalEntry: Sendable {
  /// The bot.
  public let bot: BotNumber
  /// Its name, for the events that are told.
  public let name: BotName
  /// When, by the venue's clock.
  public let time: Instant
  /// What has changed, in order.
  public let changes: [BotChange]

  /// What a bot's step has changed.
  public init(bot: BotNumber, name: BotName, time: Instant, changes: [BotChange]) {
    self.bot = bot
    self.name = name
    self.time = time
    self.changes = changes
  }
}

/// Keeps what bots do. What a request depends on is committed before the request is made.
public protocol Journal: Sendable {
  /// Writes entries in one transaction, or nothing of them; returns when a power cut can't take them any more.
  func commit(_ entries: [JournalEntry]) async throws(JournalError)

  /// What is needed to go on with a bot: its ledger, open trades and orders that aren't final.
  func history(of bot: BotNumber) async throws(JournalError) -> BotHistory

  /// An order that may have ended long ago, by its identity; nil where there is none.
  func order(_ id: ClientOrderID) async throws(JournalError) -> RecalledOrder?
}

/// An order as it is kept.
public struct RecalledOrder: Sendable {
  /// The order.
  public let order: Order
  /// The identities of its fills.
  public let fills: [FillID]

  /// An order as it is kept.
  public init(order: Order, fills: [FillID]) {
    self.order = order
    self.fills = fills
  }
}

/// What is needed to go on with a bot.
public struct BotHistory: Sendable {
  /// Its ledger, or nil where it has not traded.
  public let ledger: BotLedger?
  /// Its open trades.
  public let openTrades: [Trade]
  /// Its orders that aren't final, with the identities of their fills.
  public let openOrders: [Order]
  /// The fills of those orders.
  public let fills: [Fill]
  /// The trades that it has closed lately, oldest first, where its strategy's protections look at them.
  public var closedTrades: [Trade] = []
  /// What is left over from its closed trades, too little to be sold, where that matters: of a live bot.
  public var dust: [Asset: Fixed] = [:]

  /// What is needed to go on with a bot.
  public init(ledger: BotLedger?, openTrades: [Trade], openOrders: [Order], fills: [Fill]) {
    self.ledger = ledger
    self.openTrades = openTrades
    self.openOrders = openOrders
    self.fills = fills
  }
}

/// Why the journal did not take something; nothing of it was written.
public enum JournalError: Error, Hashable, Sendable {
  /// The disk is full.
  case full
  /// It can't be written or read; the text is the database's.
  case unavailable(String)
  /// One bot's entry contradicts what is written; what others do can be.
  case refused(BotNumber, String)
}
