// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// A fault of what accounts are told on the WebSocket API.
struct UserEventFault: Hashable, Sendable {
  /// What becomes of an event.
  enum Effect: Hashable, Sendable {
    /// It never comes.
    case lose
    /// It comes twice, one right after the other.
    case double
    /// It comes late, by the venue's time; the others go ahead.
    case delay(milliseconds: Int64)
    /// It changes places with the next one of its connection.
    case swap
  }

  /// As scripts call it.
  let name: String
  let effect: Effect
  let share: Fixed

  private static let effects: [(name: String, effect: Effect)] = [
    ("lose_user_events", .lose), ("double_user_events", .double), ("delay_user_events", .delay(milliseconds: 1000)),
    ("reorder_user_events", .swap),
  ]

  static let names = effects.map(\.name)

  private static let delayMax: Int64 = 86_400_000

  init?(_ member: Node.Member, in scope: FaultScope) throws(FaultProblem) {
    guard let effect = Self.effects.first(where: { $0.name == member.key })?.effect else { return nil }
    var known = ["share"]
    if case .delay = effect { known.append("by") }
    let fields = try FaultFields(parametersOf: member, in: scope, known: known)
    if let milliseconds = try fields.duration("by", in: 1...Self.delayMax) {
      self.effect = .delay(milliseconds: milliseconds)
    } else {
      self.effect = effect
    }
    name = member.key
    share = try fields.share()
  }
}
