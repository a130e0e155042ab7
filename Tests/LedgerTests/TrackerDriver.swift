// SPDX-License-Identifier: Apache-2.0

import Ledger
import TradingModel

/// Drives a tracker with one order of 2 BTC by hand, and says in words what it wants done.
struct TrackerDriver {
  static let pair = Pair("BTC/USDT")!

  var tracker = OrderTracker { Money($0.commission.amount) }
  var now = Instant("2026-11-20T12:00:00Z")!
  let id = ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: 5)

  var order: Order {
    Order(
      id: OrderID(5), clientOrderID: id, trade: TradeID(1), purpose: .entry,
      terms: OrderTerms(pair: Self.pair, side: .buy, kind: .limit(100), quantity: 2), reason: "", createdAt: now)
  }

  mutating func place() { tracker.placing(id, pair: Self.pair) }

  mutating func pass(_ milliseconds: Int64) { now = now.advanced(byMilliseconds: milliseconds) }

  func state(_ status: VenueOrderState.Status, filled: String = "0") -> VenueOrderState {
    VenueOrderState(
      clientOrderID: id.description, exchangeOrderID: "77", pair: Self.pair, side: .buy, status: status,
      quantity: 2, filled: Quantity(Fixed(filled)!), cost: .zero, time: now)
  }

  func fill(_ id: String, _ quantity: String = "1") -> VenueFill {
    VenueFill(
      id: FillID(id), exchangeOrderID: "77", pair: Self.pair, side: .buy, price: 100,
      quantity: Quantity(Fixed(quantity)!), commission: Commission(asset: Asset("USDT")!, amount: .zero), isMaker: true,
      time: now)
  }

  @discardableResult
  mutating func answer(_ outcome: PlacementOutcome) -> [String] { words(tracker.placed(id, outcome, at: now)) }

  mutating func stream(_ status: VenueOrderState.Status, filled: String = "0", _ fill: VenueFill? = nil) -> [String] {
    stream(state(status, filled: filled), fill)
  }

  mutating func stream(_ state: VenueOrderState, _ fill: VenueFill?) -> [String] {
    words(tracker.streamed(state, fill: fill, at: now))
  }

  mutating func tick() -> [String] { words(tracker.tick(at: now)) }

  mutating func look(_ lookup: OrderLookup) -> [String] { words(tracker.found(id, lookup, at: now)) }

  mutating func fetched(_ fills: [VenueFill]?) -> [String] { words(tracker.fetched(id, fills, at: now)) }

  mutating func cancel() -> [String] { words(tracker.cancel(id)) }

  mutating func canceled(_ outcome: CancelOutcome) -> [String] { words(tracker.canceled(id, outcome, at: now)) }

  mutating func list(_ states: [VenueOrderState]) -> [String] {
    words(tracker.listed(states, askedAt: now, at: now))
  }

  private func words(_ effects: [OrderTracker.Effect]) -> [String] {
    effects.map { effect in
      switch effect {
      case .report(let event): Self.words(event.report)
      case .query: "query"
      case .fetchFills(_, let exchangeOrderID, _): "fetch \(exchangeOrderID)"
      case .cancel: "cancel"
      case .recall: "recall"
      }
    }
  }

  private static func words(_ report: OrderEvent.Report) -> String {
    switch report {
    case .accepted: "accepted"
    case .refused: "refused"
    case .withheld: "withheld"
    case .replyLost: "lost"
    case .missing: "missing"
    case .filled(_, _, let quantity, _, _): "filled \(quantity)"
    case .canceled: "canceled"
    case .expired: "expired"
    }
  }
}

extension Money: ExpressibleByIntegerLiteral {
  init(integerLiteral value: Int) { self.init(Fixed(integerLiteral: value)) }
}

extension Price: ExpressibleByIntegerLiteral {
  init(integerLiteral value: Int) { self.init(Fixed(integerLiteral: value)) }
}

extension Quantity: ExpressibleByIntegerLiteral {
  init(integerLiteral value: Int) { self.init(Fixed(integerLiteral: value)) }
}
