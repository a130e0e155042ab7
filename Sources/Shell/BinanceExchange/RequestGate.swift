// SPDX-License-Identifier: Apache-2.0

import Ports
import Synchronization
import TradingModel

/// Lets requests through as the budget allows: one gate per venue and address, for the whole process.
final class RequestGate: Sendable {
  private struct State {
    var queue: RequestQueue
    var waiters: [Int: CheckedContinuation<RequestBudget.Ticket?, Never>] = [:]
    var lastID = 0
    /// Looks again when the budget allows more.
    var alarm: (task: Task<Void, Never>, at: ContinuousClock.Instant, number: Int)?
    var lastAlarm = 0
  }

  private let time: MonotonicTime
  private let wall: @Sendable () -> Instant
  private let gauges: RequestGauges
  private let state: Mutex<State>

  /// - Parameters:
  ///   - concurrencyMax: how many requests may be under way at once.
  ///   - wall: the machine's time of day, by which the venue's minutes are found until ``align(venueAhead:)``.
  init(
    venue: String, weightPerMinute: Int = 6000, concurrencyMax: Int = 10, time: MonotonicTime,
    wall: @escaping @Sendable () -> Instant
  ) {
    self.time = time
    self.wall = wall
    gauges = RequestGauges(venue: venue)
    let budget = RequestBudget(
      limit: weightPerMinute, minuteStart: Self.minuteStart(now: time.now(), wall: wall(), ahead: .zero))
    state = Mutex(State(queue: RequestQueue(budget: budget, concurrencyMax: concurrencyMax)))
  }

  /// What is used, and who waits.
  var figures: RequestFigures {
    let now = time.now()
    return state.withLock { Self.figures(&$0, at: now) }
  }

  /// Lets an urgent request through that need not wait; a ticket is to be followed by one ``leave(_:used:)``.
  ///
  /// - Parameter needsPlace: whether it counts among the requests that are under way.
  func enterAtOnce(_ lane: RequestLane, weight: Int, needsPlace: Bool) -> RequestBudget.Ticket? {
    let now = time.now()
    let ticket = state.withLock { $0.queue.take(lane, weight: weight, needsPlace: needsPlace, at: now) }
    if ticket != nil { change { _, _ in } }
    return ticket
  }

  /// Waits until a request may be sent, and no longer than `patience`; nil where it may not be by then.
  func enter(
    _ lane: RequestLane, weight: Int, needsPlace: Bool, patience: Duration
  ) async -> RequestBudget.Ticket? {
    if let ticket = enterAtOnce(lane, weight: weight, needsPlace: needsPlace) { return ticket }
    let waiter = Task { try await enter(lane, weight: weight, needsPlace: needsPlace) }
    let timer = Task {
      try await time.sleep(patience)
      waiter.cancel()
    }
    defer { timer.cancel() }
    return await withTaskCancellationHandler {
      try? await waiter.value
    } onCancel: {
      waiter.cancel()
    }
  }

  /// Whether the venue forbids every request now.
  var isBlocked: Bool { state.withLock { $0.queue.budget.isBlocked(at: time.now()) } }

  /// Waits until a request may be sent; every return is to be followed by one ``leave(_:used:)``.
  func enter(
    _ lane: RequestLane, weight: Int, needsPlace: Bool = true
  ) async throws(CancellationError) -> RequestBudget.Ticket {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    let ticket = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        change { state, _ in
          state.waiters[id] = continuation
          if !Task.isCancelled { state.queue.add(id, lane: lane, weight: weight, needsPlace: needsPlace) }
        }
        if Task.isCancelled { giveUp(id) }
      }
    } onCancel: {
      giveUp(id)
    }
    guard let ticket else { throw CancellationError() }
    return ticket
  }

  /// Nobody waits for a request any more.
  private func giveUp(_ id: Int) {
    let waiter = state.withLock { state in
      state.queue.remove(id)
      return state.waiters.removeValue(forKey: id)
    }
    waiter?.resume(returning: nil)
    change { _, _ in }
  }

  /// A request is over.
  ///
  /// - Parameter used: what the venue says was used of its minute, where it said so.
  func leave(_ ticket: RequestBudget.Ticket, used: Int?) {
    change { state, now in
      state.queue.end(ticket, at: now)
      if let used { state.queue.budget.venueReported(used: used, answering: ticket, at: now) }
    }
  }

  /// The venue said that nothing may be asked for so long: no lane is let through before.
  func block(for duration: Duration, status: Int) {
    gauges.noteLimited(status: status)
    change { $0.queue.budget.block(for: duration, at: $1) }
  }

  /// The venue said how much weight it allows in a minute.
  func allow(weightPerMinute: Int) {
    change { state, _ in state.queue.budget.allow(weightPerMinute: weightPerMinute) }
  }

  /// The venue's clock was read: by so much it is ahead of the machine's.
  func align(venueAhead: Duration) {
    let wall = wall()
    change { state, now in
      state.queue.budget.align(minuteStart: Self.minuteStart(now: now, wall: wall, ahead: venueAhead), at: now)
    }
  }

  private static func minuteStart(
    now: ContinuousClock.Instant, wall: Instant, ahead: Duration
  ) -> ContinuousClock.Instant {
    let venue = wall.milliseconds + Int64((ahead / .milliseconds(1)).rounded())
    let intoMinute = ((venue % 60_000) + 60_000) % 60_000
    return now - .milliseconds(intoMinute)
  }

  // MARK: Letting through

  /// Changes something, and lets through whatever may go after it.
  private func change(_ body: (inout State, ContinuousClock.Instant) -> Void) {
    let now = time.now()
    let (granted, figures) = state.withLock { state in
      body(&state, now)
      var granted: [(CheckedContinuation<RequestBudget.Ticket?, Never>, RequestBudget.Ticket)] = []
      while let next = state.queue.next(at: now) {
        if let waiter = state.waiters.removeValue(forKey: next.id) {
          granted.append((waiter, next.ticket))
        } else {
          state.queue.end(next.ticket, at: now)
        }
      }
      let figures = Self.figures(&state, at: now)
      setAlarm(&state, isNeeded: state.queue.isWaitingForBudget || figures.used > 0, at: now)
      return (granted, figures)
    }
    gauges.show(figures)
    for (waiter, ticket) in granted { waiter.resume(returning: ticket) }
  }

  private func setAlarm(_ state: inout State, isNeeded: Bool, at now: ContinuousClock.Instant) {
    guard isNeeded else { return }
    let at = state.queue.budget.nextChange(after: now)
    if let alarm = state.alarm {
      guard at < alarm.at else { return }
      alarm.task.cancel()
    }
    state.lastAlarm += 1
    let number = state.lastAlarm
    let task = Task {
      guard (try? await time.sleep(now.duration(to: at))) != nil else { return }
      ring(number)
    }
    state.alarm = (task, at, number)
  }

  private func ring(_ number: Int) {
    change { state, _ in
      if state.alarm?.number == number { state.alarm = nil }
    }
  }

  private static func figures(_ state: inout State, at now: ContinuousClock.Instant) -> RequestFigures {
    RequestFigures(
      used: state.queue.budget.used(at: now), limit: state.queue.budget.limit,
      waiting: RequestLane.allCases.reduce(into: [:]) { $0[$1] = state.queue.waiting(in: $1) },
      blockedFor: state.queue.budget.blockedUntil.flatMap { $0 > now ? now.duration(to: $0) : nil })
  }
}
