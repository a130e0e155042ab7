// SPDX-License-Identifier: Apache-2.0

/// Requests that wait for the budget, in lanes: first come, first served within a lane. Pure; ``RequestGate`` waits.
///
/// Among the lanes urgent ones go first; then what stays within the floor of its lane, then the rest, each in the order
/// of the lanes. So a chart waits for no bootstrap of a thousand series, and neither holds up an order.
struct RequestQueue {
  /// Requests under way at once that ordinary lanes leave to urgent ones.
  static let urgentPlaces = 2

  private struct Waiting {
    let id: Int
    let weight: Int
    let needsPlace: Bool
  }

  var budget: RequestBudget
  private let concurrencyMax: Int
  private var lanes = [[Waiting]](repeating: [], count: RequestLane.allCases.count)
  private var running = 0

  /// - Parameter concurrencyMax: how many requests may be under way at once, above ``urgentPlaces``.
  init(budget: RequestBudget, concurrencyMax: Int) {
    self.budget = budget
    self.concurrencyMax = concurrencyMax
  }

  /// Queues a request.
  ///
  /// - Parameter needsPlace: whether it counts among the requests that are under way.
  mutating func add(_ id: Int, lane: RequestLane, weight: Int, needsPlace: Bool = true) {
    lanes[lane.index].append(Waiting(id: id, weight: weight, needsPlace: needsPlace))
  }

  /// Takes a request that may be sent at once, where no other that is as urgent or more waits for the budget.
  mutating func take(
    _ lane: RequestLane, weight: Int, needsPlace: Bool, at now: ContinuousClock.Instant
  ) -> RequestBudget.Ticket? {
    guard lane.isUrgent, lanes[...lane.index].allSatisfy(\.isEmpty), !needsPlace || hasPlace(for: lane),
      budget.allows(lane, weight: weight, at: now)
    else { return nil }
    return send(lane, weight: weight, takesPlace: needsPlace, at: now)
  }

  /// Takes a request out that nobody waits for any more.
  mutating func remove(_ id: Int) {
    for index in lanes.indices { lanes[index].removeAll { $0.id == id } }
  }

  /// How many requests wait in a lane.
  func waiting(in lane: RequestLane) -> Int { lanes[lane.index].count }

  /// Whether anything waits for the budget, and not for requests that are under way.
  var isWaitingForBudget: Bool {
    RequestLane.allCases.contains { lane in
      lanes[lane.index].first.map { !$0.needsPlace || hasPlace(for: lane) } ?? false
    }
  }

  /// The next request that may be sent now, taken; it is under way until ``end(_:at:)``.
  mutating func next(at now: ContinuousClock.Instant) -> (id: Int, ticket: RequestBudget.Ticket)? {
    if let next = next(at: now, where: { lane, _, _ in lane.isUrgent }) { return next }
    if let next = next(at: now, where: { $2.isWithinFloor($0, weight: $1) }) { return next }
    return next(at: now, where: { _, _, _ in true })
  }

  private mutating func next(
    at now: ContinuousClock.Instant, where isConsidered: (RequestLane, Int, RequestBudget) -> Bool
  ) -> (id: Int, ticket: RequestBudget.Ticket)? {
    for lane in RequestLane.allCases {
      guard let first = lanes[lane.index].first, !first.needsPlace || hasPlace(for: lane),
        isConsidered(lane, first.weight, budget), budget.allows(lane, weight: first.weight, at: now)
      else { continue }
      lanes[lane.index].removeFirst()
      return (first.id, send(lane, weight: first.weight, takesPlace: first.needsPlace, at: now))
    }
    return nil
  }

  private mutating func send(
    _ lane: RequestLane, weight: Int, takesPlace: Bool, at now: ContinuousClock.Instant
  ) -> RequestBudget.Ticket {
    if takesPlace { running += 1 }
    var ticket = budget.send(lane, weight: weight, at: now)
    ticket.hasPlace = takesPlace
    return ticket
  }

  private func hasPlace(for lane: RequestLane) -> Bool {
    running < (lane.isUrgent ? concurrencyMax : concurrencyMax - Self.urgentPlaces)
  }

  /// A request has ended.
  mutating func end(_ ticket: RequestBudget.Ticket, at now: ContinuousClock.Instant) {
    if ticket.hasPlace { running -= 1 }
    budget.end(ticket, at: now)
  }
}
