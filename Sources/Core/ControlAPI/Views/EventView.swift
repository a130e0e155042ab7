// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Something that happened, as the event stream tells it. Events are one ordered sequence for the whole server.
public struct EventView: Hashable, Sendable {
  /// What an event can be about; its `data` is the document of that thing.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A bot was created.
    case botCreated = "bot.created"
    /// A bot's settings changed.
    case botUpdated = "bot.updated"
    /// A bot's desired state changed.
    case botState = "bot.state"
    /// What is observed of a bot changed.
    case botPhase = "bot.phase"
    /// A bot is gone.
    case botDeleted = "bot.deleted"
    /// An order is about to be placed.
    case orderCreated = "order.created"
    /// An order changed.
    case orderUpdated = "order.updated"
    /// An order was filled, or part of it.
    case orderFilled = "order.filled"
    /// A trade opened.
    case tradeOpened = "trade.opened"
    /// A trade changed.
    case tradeUpdated = "trade.updated"
    /// A trade closed.
    case tradeClosed = "trade.closed"
    /// A strategy gave a signal.
    case signal
    /// A bot decided.
    case decision
    /// A line of a bot's log.
    case log
    /// The kill switch was turned.
    case killSwitch = "kill_switch"
  }

  /// Its place in the sequence: rising, from 1, with no two alike; kept across restarts.
  public let id: Int64
  /// What it is about.
  public let kind: Kind
  /// When, by the venue's clock.
  public let time: Instant
  /// Which bot, if it concerns one.
  public let bot: BotName?
  /// The document as JSON text, as it is kept and sent; without line feeds.
  public let data: String

  /// Something that happened.
  public init(id: Int64, kind: Kind, time: Instant, bot: BotName?, data: String) {
    self.id = id
    self.kind = kind
    self.time = time
    self.bot = bot
    self.data = data
  }
}

/// Which events are asked for.
public struct EventFilter: Hashable, Sendable {
  /// Events of this bot only; nil for all.
  public let bot: BotName?
  /// Kinds, or groups of kinds by what stands before the point: `trade`, `order.filled`. Empty for all.
  public let types: Set<String>

  /// Every kind and every group.
  public static let knownTypes: [String] = ["bot", "order", "trade"] + EventView.Kind.allCases.map(\.rawValue)

  /// A filter.
  public init(bot: BotName? = nil, types: Set<String> = []) {
    self.bot = bot
    self.types = types
  }

  /// Whether an event is asked for.
  public func matches(_ event: EventView) -> Bool {
    guard bot == nil || bot == event.bot else { return false }
    let kind = event.kind.rawValue
    return types.isEmpty || types.contains(kind) || types.contains(String(kind.prefix { $0 != "." }))
  }
}
