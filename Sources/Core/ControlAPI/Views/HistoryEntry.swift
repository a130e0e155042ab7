// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import Documents
import StrategyKit
public import TradingModel

/// Something that a bot did, as it is shown: a signal, a decision or a line of its log, with a number.
public struct HistoryEntry<Content> {
  /// The number, rising in the order of things; unique among entries of its kind.
  public let id: Int64
  /// Whose it is.
  public let bot: BotName
  /// What it is.
  public let content: Content

  /// An entry.
  public init(id: Int64, bot: BotName, content: Content) {
    self.id = id
    self.bot = bot
    self.content = content
  }
}

extension HistoryEntry: Sendable where Content: Sendable {}
extension HistoryEntry: Equatable where Content: Equatable {}

extension HistoryEntry where Content == SignalRecord {
  /// The signal's document.
  public var node: Node {
    let signal = content.signal
    return [
      "id": .number(id), "bot": .string(bot.text), "pair": .string(content.pair.description),
      "time": .time(content.time), "candle": .time(content.candle), "action": .string(signal.action.rawValue),
      "tag": .string(signal.tag), "strength": .number(signal.strength), "reason": .string(signal.reason),
    ]
  }
}

extension HistoryEntry where Content == Decision {
  /// The decision's document.
  public var node: Node {
    [
      "id": .number(id), "bot": .string(bot.text), "pair": .string(content.pair.description),
      "time": .time(content.time), "side": .string(content.side.rawValue),
      "cause": .string(content.cause.rawValue), "outcome": .string(content.outcome.rawValue),
      "rule": .string(content.rule), "detail": .string(content.detail),
      "order_id": .optional(content.order) { .number($0.value) },
    ]
  }
}

extension HistoryEntry where Content == BotChange.Notice {
  /// The log line's document.
  public var node: Node {
    [
      "id": .number(id), "bot": .string(bot.text), "time": .time(content.time),
      "level": .string(content.level.rawValue), "message": .string(content.message),
    ]
  }
}
