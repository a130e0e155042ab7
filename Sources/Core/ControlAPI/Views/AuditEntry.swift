// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

/// Something that an operator did.
public struct AuditEntry: Hashable, Sendable {
  /// The number, rising in the order of things.
  public let id: Int64
  /// When, by the venue's clock.
  public let time: Instant
  /// Who: `admin`.
  public let actor: String
  /// What: `bot.create`, `bot.start`, …
  public let action: String
  /// To what: a bot's name.
  public let subject: String
  /// A sentence.
  public let detail: String

  /// Something that an operator did.
  public init(id: Int64, time: Instant, actor: String, action: String, subject: String, detail: String) {
    self.id = id
    self.time = time
    self.actor = actor
    self.action = action
    self.subject = subject
    self.detail = detail
  }

  /// The entry's document.
  public var node: Node {
    [
      "id": .number(id), "time": .time(time), "actor": .string(actor), "action": .string(action),
      "subject": .string(subject), "detail": .string(detail),
    ]
  }
}
