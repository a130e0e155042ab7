// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension TradingVenueModel {
  /// Places orders that belong together.
  ///
  /// - Parameter market: the market of the orders' pair.
  public mutating func place(
    _ list: NewVenueOrderList, by id: VenueAccountID, at now: Instant, in market: PairMarket
  ) throws(VenueRefusal) -> VenueListPlacement {
    let orders = list.orders
    try Self.checkShape(list)
    for order in orders { try checkEntrance(order, by: id, in: market) }
    try checkCounts(adding: orders.count, by: id, at: now)
    guard !book(id).hasOpenList(called: list.clientListID) else { throw .duplicateOrder }
    try checkStanding(orders, asList: true, by: id, in: market)
    let pendingCount = list.isOCO ? 0 : orders.count - 1
    let live = orders.dropLast(pendingCount).map { record(of: $0, by: id, listID: numbers.list, at: now) }
    if let reason = obstacle(to: live, in: market) { throw VenueRefusal(reason) }
    count(orders.count, by: id, at: now)
    let records = keep(list, live: live.count, by: id, at: now)
    let listID = numbers.take(\.list)
    for record in records.prefix(live.count) { hold(for: record) }
    for record in records { report(.new, record.id, of: id, at: now) }
    tell(.executionStarted, listID, of: id, at: now)
    for record in records.prefix(live.count) { goLive(record.id, of: id, at: now, in: market) }
    // Told before anything goes live that waits.
    let answer = VenueListPlacement(
      list: book(id).list(listID) ?? Self.listRecord(list, listID, records, at: now),
      orders: records.map { book(id).order($0.id) ?? $0 }, fills: records.flatMap { book(id).trades(ofOrder: $0.id) })
    activate(at: now, in: market)
    settle(at: now)
    return answer
  }

  /// Keeps a list and its orders, of which the first ones are live.
  private mutating func keep(
    _ list: NewVenueOrderList, live: Int, by id: VenueAccountID, at now: Instant
  ) -> [VenueOrderRecord] {
    let listID = numbers.list
    var records: [VenueOrderRecord] = []
    for (index, order) in list.orders.enumerated() {
      records.append(admit(record(of: order, by: id, listID: listID, isPending: index >= live, at: now)))
    }
    books[id]?.add(Self.listRecord(list, listID, records, at: now))
    return records
  }

  private static func listRecord(
    _ list: NewVenueOrderList, _ listID: Int64, _ records: [VenueOrderRecord], at now: Instant
  ) -> VenueOrderListRecord {
    VenueOrderListRecord(
      id: listID, account: records[0].account, pair: records[0].pair, contingency: list.isOCO ? .oco : .oto,
      clientListID: list.clientListID,
      members: records.map { VenueOrderListRecord.Member(orderID: $0.id, clientOrderID: $0.clientOrderID) },
      statusType: .executionStarted, orderStatus: .executing, time: now)
  }

  /// Refuses types that don't go together.
  private static func checkShape(_ list: NewVenueOrderList) throws(VenueRefusal) {
    switch list.shape {
    case .oco(let above, let below): try checkOCO(above.order, below.order)
    case .oto(let working, let pending):
      try checkWorking(working.order)
      guard pending.order.quantity != nil else { throw .missing("pendingQuantity") }
    case .otoco(let working, let above, let below):
      try checkWorking(working.order)
      try checkOCO(above.order, below.order)
    }
  }

  private static func checkWorking(_ order: VenueOrder) throws(VenueRefusal) {
    guard order.kind == .limit || order.kind == .limitMaker else { throw .unsupportedCombination }
  }

  private static func checkOCO(_ above: VenueOrder, _ below: VenueOrder) throws(VenueRefusal) {
    guard above.side == below.side, above.quantity == below.quantity else { throw .unsupportedCombination }
    for order in [above, below] where order.kind == .limit || order.kind == .market { throw .ocoTypeNotSupported }
    guard above.kind.isAlgo || below.kind.isAlgo else { throw .ocoNeedsContingent }
    for (order, isAbove) in [(above, true), (below, false)] where isAbove != order.belongsAbove {
      throw .ocoLegMisplaced(order)
    }
  }
}

extension NewVenueOrderList {
  var isOCO: Bool {
    if case .oco = shape { return true }
    return false
  }
}
