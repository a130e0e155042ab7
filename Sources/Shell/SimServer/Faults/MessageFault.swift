// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// A fault of the messages on streams.
struct MessageFault: Hashable, Sendable {
  /// What becomes of a message. Where several faults hit one, they act in the order of these cases.
  enum Effect: Hashable, Sendable {
    /// Its stream says nothing at all; the share is one of streams.
    case silence
    /// It never comes.
    case lose
    /// It never comes if it closes a candle.
    case loseClosing
    /// Every object in it has a member more, with a name that nobody knows.
    case addFields
    /// Before it comes an event that nobody knows.
    case addEvent
    /// It breaks off, so that it is no JSON.
    case cut
    /// It comes twice, one right after the other.
    case double
    /// It comes late, by the venue's time; the others go ahead.
    case delay(milliseconds: Int64)
    /// It changes places with the next one of its stream.
    case swap
  }

  /// As scripts call it.
  let name: String
  let effect: Effect
  let streams: NamePatterns
  let share: Fixed

  private static let effects: [(name: String, effect: Effect)] = [
    ("silence_streams", .silence), ("lose_messages", .lose), ("drop_closing_candles", .loseClosing),
    ("unknown_fields", .addFields), ("unknown_events", .addEvent), ("cut_messages", .cut),
    ("double_messages", .double), ("delay_messages", .delay(milliseconds: 3000)), ("reorder_messages", .swap),
  ]

  static let names = effects.map(\.name)

  private static let delayMax: Int64 = 86_400_000

  init?(_ member: Node.Member, in scope: FaultScope) throws(FaultProblem) {
    guard let effect = Self.effects.first(where: { $0.name == member.key })?.effect else { return nil }
    var known = ["streams", "share"]
    if case .delay = effect { known.append("by") }
    let fields = try FaultFields(parametersOf: member, in: scope, known: known)
    if let milliseconds = try fields.duration("by", in: 1...Self.delayMax) {
      self.effect = .delay(milliseconds: milliseconds)
    } else {
      self.effect = effect
    }
    name = member.key
    streams = try fields.streams()
    share = try fields.share()
  }

  /// The place of its effect among the others.
  var rank: Int { Self.effects.firstIndex { $0.name == name } ?? 0 }
}

/// A fault that is at work on a stream.
struct AimedFault: Hashable, Sendable {
  let id: Int
  let fault: MessageFault
  /// The dice of the fault and the stream.
  private let dice: FaultDice

  /// Nil where the stream is not meant.
  init?(_ fault: MessageFault, id: Int, at stream: String, dice: FaultDice) {
    guard fault.streams.matches(stream) else { return nil }
    self.id = id
    self.fault = fault
    self.dice = dice.key(Int64(id)).key(stream)
    if fault.effect == .silence, !self.dice.isWithin(fault.share) { return nil }
  }

  /// Whether it hits a message; by the message itself, not by when or to whom it is sent.
  func hits(_ facts: MessageFacts) -> Bool {
    switch fault.effect {
    case .silence: true
    case .loseClosing where !facts.closesCandle: false
    default: dice.key(facts.identity).isWithin(fault.share)
    }
  }

  /// What is chosen by chance about a message that is hit.
  func choice(_ facts: MessageFacts) -> FaultDice { dice.key(facts.identity).key("choice") }
}

/// What is known of a message without reading it.
struct MessageFacts: Hashable, Sendable {
  /// Nil for one that is about all pairs.
  let pair: Pair?
  /// When it happened.
  let time: Instant
  /// Tells it from the others of its stream, whoever gets it and whenever: a trade's number, or the time.
  let identity: Int64
  var closesCandle = false
}

/// In what form a client gets the messages of a stream.
struct MessageForm: Hashable, Sendable {
  let stream: String
  let isCombined: Bool
  let unit: VenueTimeUnit
}
