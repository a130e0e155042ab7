// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import Synchronization
import TradingModel

/// What befalls the venue, as a function of its time: hands out the market that holds.
///
/// What is planned from the start counts from the start. What is added later holds from the last time that anybody asked
/// about, and changes nothing that was traded up to then.
final class VenueStates: Sendable {
  /// A fault whose rounds are not all known to the market yet.
  private struct Plan: Sendable {
    let fault: VenueFault
    let schedule: FaultSchedule
    /// When the next round begins that isn't known to the market; nil where all are.
    var next: Instant?
  }

  private struct Skew: Sendable {
    var range: Range<Instant>
    let milliseconds: Int64
  }

  private struct State: Sendable {
    /// Every pair that is listed at some time.
    var base: any MarketRecord
    var schedule = MarketSchedule()
    var plans: [Plan] = []
    var skews: [Skew] = []
    var venue: VenueMarket
    /// The last time that anybody asked about; nil before.
    var asked: Instant?
    /// Up to when rounds are known to the market.
    var horizon = Instant.epoch
  }

  private let state: Mutex<State>

  /// How far the market's schedule is ahead. Working out a round takes a while for hundreds of pairs.
  private static let ahead: Int64 = 600_000

  /// - Parameter start: from which the plan's durations count.
  init(_ market: any MarketRecord, plan: FaultPlan = .none, start: Instant = .epoch) {
    state = Mutex(State(base: market, venue: VenueMarket(ScheduledMarket(market, schedule: MarketSchedule()))))
    begin(
      plan.faults.compactMap { planned in
        guard case .venue(let fault) = planned.fault else { return nil }
        return (fault, planned.schedule(from: start))
      })
  }

  /// The market as it holds at a time, and up to it.
  func venue(at now: Instant) -> VenueMarket {
    state.withLock { state in
      state.asked = max(state.asked ?? now, now)
      if now.advanced(byMilliseconds: Self.ahead / 4) > state.horizon { Self.look(ahead: now, &state) }
      return state.venue
    }
  }

  /// By how many milliseconds the venue's clock is wrong at a time.
  func skew(at now: Instant) -> Int64 {
    _ = venue(at: now)
    return state.withLock { state in
      state.skews.reduce(0) { $0 + ($1.range.contains(now) ? $1.milliseconds : 0) }
    }
  }

  /// Whether the venue is closed at a time.
  func isClosed(at now: Instant) -> Bool { venue(at: now).market.schedule.isClosed(at: now) }

  /// Every pair that is listed at some time.
  var pairs: [Pair] { state.withLock { $0.base.instruments.map(\.pair) } }

  /// Adds what is planned from the start.
  private func begin(_ plans: [(fault: VenueFault, schedule: FaultSchedule)]) {
    state.withLock { state in
      for (index, plan) in plans.enumerated() {
        if case .list(let pairs) = plan.fault {
          let goneBefore = plans[..<index].flatMap { earlier -> [Pair] in
            guard case .delist(let pairs) = earlier.fault, earlier.schedule.first < plan.schedule.first else {
              return []
            }
            return pairs
          }
          Self.prepare(pairs.filter { !goneBefore.contains($0) }, &state)
        }
        Self.plan(plan.fault, plan.schedule, after: nil, &state)
      }
      Self.renew(&state)
    }
  }

  /// Adds a fault from now on. Refuses to list what is listed, or what the market has nothing of.
  func add(_ fault: VenueFault, _ schedule: FaultSchedule, at now: Instant) throws(SimRefusal) {
    _ = venue(at: now)
    try state.withLock { (state) throws(SimRefusal) in
      if case .list(let pairs) = fault {
        let now = state.asked ?? .epoch
        for pair in pairs where state.base.rules(of: pair) != nil {
          guard state.venue.market.rules(of: pair, at: now) == nil else {
            throw .conflict("\(pair.symbol) is listed already")
          }
        }
        let unknown = pairs.filter { state.base.rules(of: $0) == nil }
        guard unknown.isEmpty || state.base.adding(unknown) != nil else {
          throw .unprocessable("\(unknown[0].symbol) has no candles to replay")
        }
        Self.prepare(unknown, &state)
      }
      Self.plan(fault, schedule, after: state.asked, &state)
      Self.renew(&state)
    }
  }

  /// Ends everything from now on. Pairs that were to come stay away.
  func clear() {
    state.withLock { state in
      let time = state.asked ?? .epoch
      let away = state.schedule.absent(at: time)
      state.plans = []
      state.schedule.clear(at: time)
      for pair in away where state.venue.market.lastTrade(of: pair, at: time) == nil {
        state.schedule.withdraw(pair, during: time..<MarketSchedule.endless)
      }
      state.skews = state.skews.compactMap { skew in
        guard skew.range.lowerBound < time else { return nil }
        return Skew(
          range: skew.range.lowerBound..<min(skew.range.upperBound, time), milliseconds: skew.milliseconds)
      }
      Self.renew(&state)
    }
  }
}

// MARK: Rounds

extension VenueStates {
  /// Makes pairs known that aren't listed so far.
  private static func prepare(_ pairs: [Pair], _ state: inout State) {
    let unknown = pairs.filter { state.base.rules(of: $0) == nil }
    if !unknown.isEmpty, let base = state.base.adding(unknown) { state.base = base }
    for pair in pairs {
      state.schedule.withdraw(pair, during: MarketSchedule.beginningless..<MarketSchedule.endless)
    }
  }

  /// Plans the rounds of a fault; of those that begin up to `shown` only what is left of the last one.
  private static func plan(_ fault: VenueFault, _ schedule: FaultSchedule, after shown: Instant?, _ state: inout State)
  {
    let known = shown ?? schedule.first.advanced(byMilliseconds: -1)
    if let shown, schedule.round(at: shown) != nil {
      let end = schedule.length == nil ? nil : schedule.nextEdge(after: shown)
      apply(fault, during: shown..<(end ?? MarketSchedule.endless), &state)
    }
    state.plans.append(Plan(fault: fault, schedule: schedule, next: schedule.nextBegin(after: known)))
    state.horizon = .epoch
  }

  /// Lets the market know the rounds of the next time.
  private static func look(ahead now: Instant, _ state: inout State) {
    let horizon = now.advanced(byMilliseconds: ahead)
    var isNew = false
    while let index = state.plans.indices.min(by: { Self.comes(state.plans[$0], before: state.plans[$1]) }),
      let begin = state.plans[index].next, begin <= horizon
    {
      let plan = state.plans[index]
      state.plans[index].next = plan.schedule.nextBegin(after: begin)
      let end = plan.schedule.length.map { begin.advanced(byMilliseconds: $0) } ?? MarketSchedule.endless
      apply(plan.fault, during: begin..<end, &state)
      isNew = true
    }
    state.plans.removeAll { $0.next == nil }
    state.horizon = horizon
    if isNew { renew(&state) }
  }

  private static func comes(_ plan: Plan, before other: Plan) -> Bool {
    guard let next = plan.next else { return false }
    return other.next.map { next < $0 } ?? true
  }

  private static func apply(_ fault: VenueFault, during range: Range<Instant>, _ state: inout State) {
    switch fault {
    case .halt(let pairs, .trading):
      for pair in pairs ?? state.base.instruments.map(\.pair) { state.schedule.resume(pair, at: range.lowerBound) }
    case .halt(let pairs, let status):
      for pair in pairs ?? state.base.instruments.map(\.pair) {
        state.schedule.suspend(pair, as: status, during: range)
      }
    case .list(let pairs):
      for pair in pairs {
        state.schedule.list(pair, at: range.lowerBound)
        guard range.upperBound < MarketSchedule.endless else { continue }
        state.schedule.withdraw(pair, during: range.upperBound..<MarketSchedule.endless)
      }
    case .delist(let pairs):
      for pair in pairs { state.schedule.withdraw(pair, during: range) }
    case .filters(let pairs, let filters):
      for rules in state.base.instruments where pairs?.contains(rules.pair) ?? true {
        state.schedule.change(filters.change(of: rules), of: rules.pair, during: range)
      }
    case .maintenance: state.schedule.close(during: range)
    case .skew(let milliseconds): state.skews.append(Skew(range: range, milliseconds: milliseconds))
    }
  }

  private static func renew(_ state: inout State) {
    let market = ScheduledMarket(state.base, schedule: state.schedule, known: state.venue.market)
    state.venue = VenueMarket(market, after: state.venue)
  }
}
