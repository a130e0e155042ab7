// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What an event tells of.
public enum EventType: String, Hashable, Sendable, CaseIterable {
  /// A bot was created.
  case botCreated = "bot.created"
  /// A bot's settings have changed.
  case botUpdated = "bot.updated"
  /// What is wanted of a bot has changed.
  case botState = "bot.state"
  /// What is observed of a bot has changed.
  case botPhase = "bot.phase"
  /// A bot was deleted.
  case botDeleted = "bot.deleted"
  /// An order was decided and written down.
  case orderCreated = "order.created"
  /// An order has changed.
  case orderUpdated = "order.updated"
  /// An order, or part of it, was filled.
  case orderFilled = "order.filled"
  /// A trade was opened.
  case tradeOpened = "trade.opened"
  /// An open trade has changed.
  case tradeUpdated = "trade.updated"
  /// A trade was closed.
  case tradeClosed = "trade.closed"
  /// A strategy gave a signal.
  case signal
  /// A bot decided.
  case decision
  /// A line of a bot's log.
  case log
}

/// Something that happened, as it is kept and told.
public struct StoredEvent: Hashable, Sendable {
  /// Counts up by one from 1; never used again.
  public let id: Int64
  /// What it tells of.
  public let type: EventType
  /// Whose it is, or nil for the server's.
  public let bot: BotName?
  /// When it happened, by the venue's clock.
  public let time: Instant
  /// A JSON object.
  public let data: String

  /// An event as it is kept.
  public init(id: Int64, type: EventType, bot: BotName?, time: Instant, data: String) {
    self.id = id
    self.type = type
    self.bot = bot
    self.time = time
    self.data = data
  }
}
