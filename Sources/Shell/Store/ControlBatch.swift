// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import ControlAPI
public import Documents
public import Ports
public import TradingModel

/// What an operator's action, or the control plane itself, changes at once.
public struct ControlBatch: Sendable {
  /// What becomes of bots.
  public var bots: [BotWrite]
  /// Ledgers that change with them: the peak that a start resets.
  public var ledgers: [(bot: BotNumber, ledger: BotLedger)]
  /// Lines for bots' logs; each is told as a `log` event too.
  public var notices: [(bot: BotNumber, name: BotName, notice: BotChange.Notice)]
  /// What is told.
  public var events: [ControlEvent]
  /// Who did it.
  public var audit: [AuditEntry]
  /// A turn of the kill switch, one epoch later than the last.
  public var killSwitch: KillSwitch.State?
  /// What is kept of the request that asked for it.
  public var request: IdempotentWrite?

  /// A batch; what isn't given doesn't change.
  public init(
    bots: [BotWrite] = [], ledgers: [(bot: BotNumber, ledger: BotLedger)] = [],
    notices: [(bot: BotNumber, name: BotName, notice: BotChange.Notice)] = [], events: [ControlEvent] = [],
    audit: [AuditEntry] = [], killSwitch: KillSwitch.State? = nil, request: IdempotentWrite? = nil
  ) {
    self.bots = bots
    self.ledgers = ledgers
    self.notices = notices
    self.events = events
    self.audit = audit
    self.killSwitch = killSwitch
    self.request = request
  }
}

/// What becomes of a bot.
public enum BotWrite: Hashable, Sendable {
  /// It is new.
  case insert(BotRecord)
  /// It has changed, if it still was at a generation.
  case update(BotRecord, expecting: Int64)
  /// It is deleted, if it still was at a generation; its name is free again, its trades stay.
  case delete(BotNumber, expecting: Int64, at: Instant)
}

/// An event of the control plane.
public struct ControlEvent: Hashable, Sendable {
  /// What it tells of.
  public let type: EventView.Kind
  /// Whose it is, or nil for the server's.
  public let bot: BotName?
  /// When, by the venue's clock.
  public let time: Instant
  /// An object.
  public let data: Node

  /// An event of the control plane.
  public init(type: EventView.Kind, bot: BotName?, time: Instant, data: Node) {
    self.type = type
    self.bot = bot
    self.time = time
    self.data = data
  }
}

/// Who did what, and what came of it.
public struct AuditEntry: Hashable, Sendable {
  /// When.
  public let time: Instant
  /// Who: a token's name.
  public let actor: String
  /// What: `bot.start`.
  public let action: String
  /// To what: a bot's name.
  public let target: String
  /// An object with what was asked; never a secret.
  public let detail: Node
  /// What came of it: `ok`, or the reason of the refusal.
  public let outcome: String

  /// An entry of its parts.
  public init(time: Instant, actor: String, action: String, target: String, detail: Node, outcome: String) {
    self.time = time
    self.actor = actor
    self.action = action
    self.target = target
    self.detail = detail
    self.outcome = outcome
  }
}

/// By what a repeated request is known.
public struct IdempotencyKey: Hashable, Sendable {
  /// Who asked for what: actor, method and path.
  public let scope: String
  /// The client's key.
  public let key: String

  /// By what a repeated request is known.
  public init(scope: String, key: String) {
    self.scope = scope
    self.key = key
  }
}

/// What becomes of what is kept of requests.
public enum IdempotentWrite: Hashable, Sendable {
  /// It was begun, or has its answer.
  case keep(IdempotentRequest)
  /// It was begun and changed nothing: as if it had never come. One that has its answer stays.
  case forget(IdempotencyKey)
}

/// A request that came with a key, kept for a day.
public struct IdempotentRequest: Hashable, Sendable {
  /// By what the request is known.
  public let key: IdempotencyKey
  /// A hash of the request, to tell a repetition from another request with the same key.
  public let requestHash: String
  /// The answer in its owner's format; nil while there is none.
  public let answer: [UInt8]?
  /// When this was so, by the venue's clock.
  public let time: Instant

  /// A request that came with a key.
  public init(key: IdempotencyKey, requestHash: String, answer: [UInt8]?, time: Instant) {
    self.key = key
    self.requestHash = requestHash
    self.answer = answer
    self.time = time
  }
}
