// SPDX-License-Identifier: Apache-2.0

import Documents
import Synchronization
import TradingModel

/// Everything that goes wrong at the venue, planned or on demand, with what it has done so far.
final class FaultBook: Sendable {
  private struct State: Sendable {
    var entries: [FaultEntry] = []
    var lastID = 0
    var totals: [String: Int] = [:]
  }

  /// What there is to be done from a time on, and how long nothing about that changes.
  struct Turn: Sendable {
    var moments: [(id: Int, fault: MomentaryFault)] = []
    var messages: [(id: Int, fault: MessageFault)] = []
    /// When something begins or ends next.
    var nextEdge: Instant?
  }

  let dice: FaultDice
  private let state: Mutex<State>

  /// How many faults are kept at a time.
  static let entriesMax = 10_000

  /// - Parameters:
  ///   - start: from which the script's durations count.
  ///   - now: what would have happened at a moment up to then does not happen any more.
  init(_ plan: FaultPlan, start: Instant, now: Instant) {
    dice = FaultDice(seed: plan.seed)
    var state = State()
    for planned in plan.faults {
      Self.add(planned, planned.schedule(from: start), after: now, to: &state)
    }
    self.state = Mutex(state)
  }

  @discardableResult
  private static func add(
    _ planned: PlannedFault, _ schedule: FaultSchedule, after now: Instant, to state: inout State
  ) -> FaultEntry {
    state.lastID += 1
    let entry = FaultEntry(id: state.lastID, planned: planned, schedule: schedule, after: now)
    state.entries.append(entry)
    return entry
  }

  /// Adds a fault that was asked for, whose durations count from now; returns it as it is listed.
  func add(_ planned: PlannedFault, at now: Instant) throws(SimRefusal) -> Node {
    try state.withLock { (state) throws(SimRefusal) -> Node in
      if state.entries.count >= Self.entriesMax {
        state.entries.removeAll { $0.phase(at: now) == .over }
      }
      guard state.entries.count < Self.entriesMax else {
        throw .conflict("there are \(Self.entriesMax) faults; send {\"clear\": true} first")
      }
      // One that happens at a moment may be due right now.
      let entry = Self.add(
        planned, planned.schedule(from: now), after: now.advanced(byMilliseconds: -1), to: &state)
      return entry.listing(at: now)
    }
  }

  /// Forgets all faults, and returns how many weren't over. What they did stays counted.
  func clear(at now: Instant) -> Int {
    state.withLock { state in
      let count = state.entries.count { $0.phase(at: now) != .over }
      state.entries.removeAll()
      return count
    }
  }

  /// Counts what a fault has hit.
  func note(_ hits: Int, of name: String, id: Int? = nil) {
    state.withLock { state in
      state.totals[name, default: 0] += hits
      guard let index = state.entries.firstIndex(where: { $0.id == id }) else { return }
      state.entries[index].hits += hits
    }
  }
}

// MARK: What is at work

extension FaultBook {
  /// What there is to be done at a time. Each moment is handed out once.
  func turn(at time: Instant) -> Turn {
    state.withLock { state in
      var turn = Turn()
      for index in state.entries.indices {
        let entry = state.entries[index]
        if let moment = entry.nextMoment, moment <= time, case .moment(let fault) = entry.planned.fault {
          turn.moments.append((entry.id, fault))
          state.entries[index].nextMoment = entry.schedule.nextBegin(after: time)
        }
        if case .messages(let fault) = entry.planned.fault, entry.phase(at: time) == .active {
          turn.messages.append((entry.id, fault))
        }
        if let edge = entry.schedule.nextEdge(after: time) { turn.nextEdge = min(turn.nextEdge ?? edge, edge) }
      }
      return turn
    }
  }

  /// The lasting faults that are at work at a time, in the order of their numbers.
  func active(at time: Instant) -> [(id: Int, fault: Fault)] {
    state.withLock { state in
      state.entries.filter { $0.phase(at: time) == .active }.map { ($0.id, $0.planned.fault) }
    }
  }

  /// By how many milliseconds of the wall the answer to a request is late; nil for not at all.
  func delay(of names: [String], at time: Instant) -> Int64? {
    meet(names, at: time) { effect in
      if case .slow(let milliseconds) = effect { milliseconds } else { nil }
    }
  }

  /// With what a request is answered that fails; nil for one that doesn't.
  func failure(of names: [String], at time: Instant) -> RequestFault.Failure? {
    meet(names, at: time) { effect in
      if case .fail(let failure) = effect { failure } else { nil }
    }
  }

  /// The first fault of a kind that hits a request, by the names that it goes by.
  private func meet<Hit>(_ names: [String], at time: Instant, _ pick: (RequestFault.Effect) -> Hit?) -> Hit? {
    meet { entry in
      guard case .requests(let fault) = entry.planned.fault, let hit = pick(fault.effect),
        names.contains(where: fault.paths.matches),
        entry.strikes(share: fault.share, count: fault.count, at: time, dice: dice)
      else { return nil }
      return hit
    }
  }

  /// The first fault that strikes; it is counted.
  func meet<Hit>(_ strike: (inout FaultEntry) -> Hit?) -> Hit? {
    state.withLock { state in
      for index in state.entries.indices {
        guard let hit = strike(&state.entries[index]) else { continue }
        state.totals[state.entries[index].planned.name, default: 0] += 1
        return hit
      }
      return nil
    }
  }
}

// MARK: What is told of them

extension FaultBook {
  /// Every fault with what it did, and what was done in all since the start.
  func listing(at time: Instant) -> Node {
    state.withLock { state in
      let totals = state.totals.sorted { $0.key < $1.key }
      return [
        "faults": .array(state.entries.map { $0.listing(at: time) }),
        "totals": .object(totals.map { Node.Member(key: $0.key, value: .number($0.value)) }),
      ]
    }
  }
}
