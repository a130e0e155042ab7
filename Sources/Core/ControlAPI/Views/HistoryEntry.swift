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
    let members: [Node.Member] = [
      .init(key: "id", value: .number(id)), .init(key: "bot", value: .string(bot.text)),
      .init(key: "pair", value: .string(content.pair.description)), .init(key: "time", value: .time(content.time)),
      .init(key: "candle", value: .time(content.candle)),
      .init(key: "action", value: .string(signal.action.rawValue)), .init(key: "tag", value: .string(signal.tag)),
      .init(key: "strength", value: .number(signal.strength)), .init(key: "reason", value: .string(signal.reason)),
    ]
    return .object(members + (content.explanation?.members ?? Verdict.Explanation.noMembers))
  }
}

extension HistoryEntry where Content == Decision {
  /// The decision's document.
  public var node: Node {
    let members: [Node.Member] = [
      .init(key: "id", value: .number(id)), .init(key: "bot", value: .string(bot.text)),
      .init(key: "pair", value: .string(content.pair.description)), .init(key: "time", value: .time(content.time)),
      .init(key: "candle", value: .optional(content.candle) { .time($0) }),
      .init(key: "side", value: .optional(content.side) { .string($0.rawValue) }),
      .init(key: "cause", value: .string(content.cause.rawValue)),
      .init(key: "outcome", value: .string(content.outcome.rawValue)),
      .init(key: "rule", value: .string(content.rule)), .init(key: "detail", value: .string(content.detail)),
      .init(key: "order_id", value: .optional(content.order) { .number($0.value) }),
    ]
    return .object(members + (content.explanation?.members ?? Verdict.Explanation.noMembers))
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
