// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

/// Something that an operator did, or tried to.
public struct AuditView: Hashable, Sendable {
  /// The number, rising in the order of things.
  public let id: Int64
  /// When, by the venue's clock.
  public let time: Instant
  /// Who: `admin`.
  public let actor: String
  /// What: `bot.create`, `bot.start`, …
  public let action: String
  /// To what: a bot's name.
  public let target: String
  /// What came of it: `ok`, or why not.
  public let outcome: String
  /// What was asked.
  public let detail: Node

  /// Something that an operator did.
  public init(
    id: Int64, time: Instant, actor: String, action: String, target: String, outcome: String, detail: Node
  ) {
    self.id = id
    self.time = time
    self.actor = actor
    self.action = action
    self.target = target
    self.outcome = outcome
    self.detail = detail
  }

  /// The entry's document.
  public var node: Node {
    [
      "id": .number(id), "time": .time(time), "actor": .string(actor), "action": .string(action),
      "target": .string(target), "outcome": .string(outcome), "detail": detail,
    ]
  }
}
