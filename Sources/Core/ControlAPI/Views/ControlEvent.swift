// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Something that happened, as the event stream tells it. Events are one ordered sequence for the whole server.
public struct ControlEvent: Hashable, Sendable {
  /// What an event can be about; its `data` is the document of that kind.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A bot was created, changed, or its state or phase changed: the bot.
    case bot
    /// A bot is gone: `{"name": …}`.
    case botDeleted = "bot_deleted"
    /// A trade is new or has changed: the trade.
    case trade
    /// An order is new or has changed: the order.
    case order
    /// A strategy gave a signal: the signal.
    case signal
    /// A bot decided: the decision.
    case decision
    /// A line of a bot's log: the line.
    case log
    /// Something about the server as a whole: `{"message": …}`.
    case server
  }

  /// Its place in the sequence: rising, from 1, with no two alike; kept across restarts.
  public let id: Int64
  /// What it is about.
  public let kind: Kind
  /// When, by the venue's clock.
  public let time: Instant
  /// Which bot, if it concerns one.
  public let bot: BotName?
  /// The document as JSON text, as it is kept and sent.
  public let data: [UInt8]

  /// Something that happened.
  public init(id: Int64, kind: Kind, time: Instant, bot: BotName?, data: [UInt8]) {
    self.id = id
    self.kind = kind
    self.time = time
    self.bot = bot
    self.data = data
  }
}

/// Which events are asked for; nil and empty filter nothing.
public struct EventFilter: Hashable, Sendable {
  /// Events of this bot only.
  public let bot: BotName?
  /// Events of these kinds only; empty for all.
  public let kinds: Set<ControlEvent.Kind>

  /// A filter.
  public init(bot: BotName? = nil, kinds: Set<ControlEvent.Kind> = []) {
    self.bot = bot
    self.kinds = kinds
  }

  /// Whether an event is asked for.
  public func matches(_ event: ControlEvent) -> Bool {
    (bot == nil || bot == event.bot) && (kinds.isEmpty || kinds.contains(event.kind))
  }
}
