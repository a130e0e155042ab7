// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// A fault in the book: when it is at work, and what it has done.
struct FaultEntry: Sendable {
  /// Counted from 1: first the script's faults in their order, then those that were asked for.
  let id: Int
  let planned: PlannedFault
  let schedule: FaultSchedule
  /// How many connections, messages or requests it has hit.
  var hits = 0
  /// When it happens next, for one that happens at a moment.
  var nextMoment: Instant?
  /// How many requests it might have hit.
  private var seen: Int64 = 0
  /// The round in which it counts, and how many it has hit in it.
  private var round: Int64 = 0
  private var roundHits: Int64 = 0

  enum Phase: String { case planned, active, over }

  /// - Parameter now: what would have happened at a moment up to then does not happen any more.
  init(id: Int, planned: PlannedFault, schedule: FaultSchedule, after now: Instant) {
    self.id = id
    self.planned = planned
    self.schedule = schedule
    nextMoment = planned.fault.lasts ? nil : schedule.nextBegin(after: now)
  }

  func phase(at time: Instant) -> Phase {
    guard planned.fault.lasts else { return nextMoment == nil ? .over : .planned }
    if let end = schedule.end, time >= end { return .over }
    guard let round = schedule.round(at: time) else { return .planned }
    guard let count = planned.fault.count, self.round == round, roundHits >= count else { return .active }
    return schedule.every == nil ? .over : .planned
  }

  /// Whether the next request is hit; counts it.
  mutating func strikes(share: Fixed, count: Int64?, at time: Instant, dice: FaultDice) -> Bool {
    guard let round = schedule.round(at: time) else { return false }
    if round != self.round { (self.round, roundHits) = (round, 0) }
    if let count, roundHits >= count { return false }
    seen += 1
    guard dice.key(Int64(id)).key(seen).isWithin(share) else { return false }
    hits += 1
    roundHits += 1
    return true
  }

  /// What befalls the venue itself hits it once in a round.
  private func hits(at time: Instant) -> Int64 {
    if case .venue = planned.fault { schedule.rounds(upTo: time) } else { Int64(hits) }
  }

  func listing(at time: Instant) -> Node {
    let phase = phase(at: time)
    var members: [Node.Member] = [
      .init(key: "id", value: .number(id)), .init(key: "fault", value: planned.source),
      .init(key: "state", value: .string(phase.rawValue)), .init(key: "hits", value: .number(hits(at: time))),
    ]
    let next = planned.fault.lasts ? schedule.nextEdge(after: time) : nextMoment
    if phase != .over, let next {
      members.append(.init(key: "next_change", value: .string(next.description)))
    }
    return .object(members)
  }
}
