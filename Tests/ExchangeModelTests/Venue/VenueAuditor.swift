// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

@testable import ExchangeModel

/// Judges a venue from outside: it keeps its own books by the events alone, and compares.
struct VenueAuditor {
  private var balances: [VenueAccountID: [Asset: Balance]] = [:]
  private var orders: [VenueAccountID: [Int64: VenueOrderRecord]] = [:]
  private var lists: [VenueAccountID: [Int64: VenueOrderListRecord]] = [:]
  private var lastEvent: Int64 = 0
  private var taken: [Level: (shown: Quantity, quantity: Quantity)] = [:]
  private var seen: Set<String> = []

  private struct Level: Hashable {
    let pair: Pair
    let side: Side
    let price: Price
  }

  init(_ venue: TradingVenueModel) {
    for id in venue.accountIDs { balances[id] = venue.account(id)?.balances }
  }

  /// What no run may leave out.
  var notSeen: [String] {
    let kinds: [VenueExecution.Kind] = [.new, .canceled, .replaced, .trade, .expired, .tradePrevention]
    let reasons: [VenueExpiryReason] = [
      .rejected, .ocoTrigger, .otoPhaseOneExpired, .unfilledIOC, .unfilledFOK,
    ]
    let wanted = kinds.map(\.rawValue) + reasons.map(\.rawValue) + ["maker", "both sides", "discount", "trailing"]
    return wanted.filter { !seen.contains($0) }
  }

  // MARK: What is told

  /// Books events and judges each; the market is that before the deed, or after it where a trade was told.
  mutating func take(
    _ events: [VenueEvent], trade: (pair: Pair, quantity: Quantity)?, markets: [Pair: PairMarket],
    after: [Pair: PairMarket]
  ) -> [String] {
    var faults: [String] = []
    forgetChangedLevels(after)
    var fills: [VenueTrade] = []
    for event in events {
      if event.number != lastEvent + 1 { faults.append("event \(event.number) after \(lastEvent)") }
      lastEvent = event.number
      switch event.kind {
      case .execution(let report):
        faults += judge(report)
        orders[event.account, default: [:]][report.order.id] = report.order
        if let fill = report.trade { fills.append(fill) }
      case .list(let list): lists[event.account, default: [:]][list.id] = list
      case .position(let assets):
        for entry in assets { balances[event.account, default: [:]][entry.asset] = entry.balance }
      case .balance: break
      case .wiped(let assets):
        orders[event.account] = [:]
        lists[event.account] = [:]
        balances[event.account] = Dictionary(uniqueKeysWithValues: assets.map { ($0.asset, $0.balance) })
      }
    }
    return faults + judge(fills, trade: trade, markets: after)
  }

  private mutating func judge(_ report: VenueExecution) -> [String] {
    let order = report.order
    seen.insert(report.kind.rawValue)
    if let reason = order.expiryReason { seen.insert(reason.rawValue) }
    if order.order.trailingDelta != nil, report.kind == .trade { seen.insert("trailing") }
    var faults: [String] = []
    if order.remaining < .zero { faults.append("order \(order.id) has more than it ordered") }
    if order.timeInForce == .fillOrKill, !order.status.isOpen, order.status == .expired, order.executed > .zero {
      faults.append("FOK order \(order.id) is filled in part")
    }
    guard let fill = report.trade else { return faults }
    if fill.isMaker { seen.insert("maker") }
    if let limit = order.order.price, order.side == .buy ? fill.price > limit : fill.price < limit {
      faults.append("order \(order.id) traded beyond its limit")
    }
    if order.order.kind == .limitMaker, !fill.isMaker { faults.append("maker \(order.id) took") }
    let received = order.side == .buy ? order.pair.base : order.pair.quote
    if fill.commission.asset != received { seen.insert("discount") }
    return faults
  }

  /// Makers get no more than was traded, and takers no more than was shown.
  private mutating func judge(
    _ fills: [VenueTrade], trade: (pair: Pair, quantity: Quantity)?, markets: [Pair: PairMarket]
  ) -> [String] {
    var faults: [String] = []
    let sides = Dictionary(grouping: fills, by: \.id)
    for (id, both) in sides where both.count > 1 {
      seen.insert("both sides")
      let (first, second) = (both[0], both[1])
      if both.count > 2 || first.side == second.side || first.quote != second.quote || first.isMaker == second.isMaker {
        faults.append("trade \(id) doesn't match itself")
      }
    }
    let alone = sides.values.compactMap { $0.count == 1 ? $0[0] : nil }
    let made = alone.filter(\.isMaker).reduce(Quantity.zero) { $0 + $1.quantity }
    if made > trade?.quantity ?? .zero { faults.append("makers got \(made) of a trade of \(trade?.quantity ?? .zero)") }
    for fill in alone where !fill.isMaker {
      let side: Side = fill.side == .buy ? .sell : .buy
      let levels = side == .buy ? markets[fill.pair]?.depth.bids : markets[fill.pair]?.depth.asks
      guard let level = levels?.first(where: { $0.price == fill.price }) else {
        faults.append("trade \(fill.id) took at \(fill.price), where nothing is")
        continue
      }
      let key = Level(pair: fill.pair, side: side, price: fill.price)
      let sum = (taken[key]?.quantity ?? .zero) + fill.quantity
      taken[key] = (level.quantity, sum)
      if sum > level.quantity { faults.append("\(sum) taken of \(level.quantity) at \(fill.price)") }
    }
    return faults
  }

  private mutating func forgetChangedLevels(_ markets: [Pair: PairMarket]) {
    taken = taken.filter { key, known in
      let depth = markets[key.pair]?.depth
      return (key.side == .buy ? depth?.bids : depth?.asks)?
        .contains { $0.price == key.price && $0.quantity == known.shown } ?? false
    }
  }

  // MARK: What is there

  /// What is wrong with a venue now.
  func faults(of venue: TradingVenueModel, isThorough: Bool) -> [String] {
    var faults = flowFaults(venue)
    for id in venue.accountIDs {
      guard let account = venue.account(id) else { continue }
      for (asset, balance) in account.balances {
        if balance.free < .zero || balance.locked < .zero { faults.append("\(asset) of \(id.value) is below 0") }
        if balances[id]?[asset] ?? Balance() != balance { faults.append("\(asset) of \(id.value) was told otherwise") }
      }
      faults += lockFaults(venue, id) + openFaults(venue, id)
      if isThorough { faults += recordFaults(venue, id) }
    }
    return faults
  }

  private func flowFaults(_ venue: TradingVenueModel) -> [String] {
    var totals: [Asset: Fixed] = [:]
    for id in venue.accountIDs {
      for (asset, balance) in venue.account(id)?.balances ?? [:] { totals[asset, default: .zero] += balance.total }
    }
    return Set(totals.keys).union(venue.flows.keys).compactMap { asset in
      let flow = venue.flows[asset] ?? VenueFlow()
      let expected = flow.deposited + flow.traded - flow.fees
      return totals[asset] ?? .zero == expected ? nil : "\(totals[asset] ?? .zero) \(asset) instead of \(expected)"
    }
  }

  /// What is locked is what the open orders hold, of the two orders of an OCO the larger.
  private func lockFaults(_ venue: TradingVenueModel, _ id: VenueAccountID) -> [String] {
    var held: [Asset: Fixed] = [:]
    var pairs: [Int64: (asset: Asset, most: Fixed)] = [:]
    for order in venue.openOrders(by: id) where order.status != .pendingNew {
      let asset = order.side == .buy ? order.pair.quote : order.pair.base
      let price = order.order.price ?? (order.isWorking ? nil : order.order.stopPrice) ?? .zero
      let exact = try? price.value.multiplied(by: order.remaining.value, rounding: .up)
      let need = order.side == .sell ? order.remaining.value : (exact ?? .limit).rounded(places: 8, .up)
      if let listID = order.listID, let list = try? venue.list(listID: listID, clientListID: nil, by: id),
        list.contingency == .oco || (list.members.count == 3 && list.members[0].orderID != order.id)
      {
        pairs[listID] = (asset, max(pairs[listID]?.most ?? .zero, need))
      } else {
        held[asset, default: .zero] += need
      }
    }
    for (asset, most) in pairs.values { held[asset, default: .zero] += most }
    return (venue.account(id)?.balances ?? [:]).compactMap { asset, balance in
      let expected = held[asset] ?? .zero
      return balance.locked == expected ? nil : "\(balance.locked) \(asset) locked instead of \(expected)"
    }
  }

  private func openFaults(_ venue: TradingVenueModel, _ id: VenueAccountID) -> [String] {
    let open = venue.openOrders(by: id)
    let told = (orders[id] ?? [:]).values.filter(\.status.isOpen).sorted { $0.id < $1.id }
    var faults =
      open.map(Self.asTold) == told.map(Self.asTold) ? [] : ["open orders of \(id.value) were told otherwise"]
    for list in venue.openLists(by: id) where !open.contains(where: { $0.listID == list.id }) {
      faults.append("list \(list.id) is open and none of its orders is")
    }
    return faults
  }

  private func recordFaults(_ venue: TradingVenueModel, _ id: VenueAccountID) -> [String] {
    var faults: [String] = []
    let all = Set((orders[id] ?? [:]).values.map(\.pair)).flatMap { venue.allOrders(of: $0, by: id) }
    if all.count != orders[id]?.count ?? 0 { faults.append("\(all.count) orders of \(id.value) are kept") }
    for order in all {
      if let told = orders[id]?[order.id], Self.asTold(told) != Self.asTold(order) {
        faults.append("order \(order.id) was told otherwise")
      }
      let fills = venue.trades(ofOrder: order.id, by: id)
      if fills.reduce(.zero, { $0 + $1.quantity }) != order.executed
        || fills.reduce(.zero, { $0 + $1.quote }) != order.cumulativeQuote
      {
        faults.append("the fills of order \(order.id) don't add up")
      }
    }
    for list in venue.lists(by: id) {
      if lists[id]?[list.id] != list { faults.append("list \(list.id) was told otherwise") }
      let legs = list.contingency == .oco ? list.members[...] : list.members.dropFirst()
      let filled = legs.filter { leg in all.contains { $0.id == leg.orderID && $0.executed > .zero } }
      if legs.count == 2, filled.count == 2 { faults.append("both orders of the OCO in list \(list.id) are filled") }
    }
    return faults
  }

  /// An order as events can tell it: that a trailing stop began to follow the price is told by none.
  private static func asTold(_ record: VenueOrderRecord) -> VenueOrderRecord {
    var record = record
    record.trailingTime = nil
    return record
  }
}
