// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension TradingVenueModel {
  /// Places an order.
  ///
  /// - Parameter market: the market of the order's pair.
  public mutating func place(
    _ order: NewVenueOrder, by id: VenueAccountID, at now: Instant, in market: PairMarket
  ) throws(VenueRefusal) -> VenuePlacement {
    try checkEntrance(order, by: id, in: market)
    try checkCounts(adding: 1, by: id, at: now)
    return try enter(order, by: id, at: now, in: market) { $0.count(1, by: id, at: now) }
  }

  /// Judges an order as the entrance does, without sending it to the matching engine: neither balances nor what is open
  /// matter.
  public func test(_ order: NewVenueOrder, by id: VenueAccountID, in market: PairMarket) throws(VenueRefusal) {
    try checkEntrance(order, by: id, in: market)
  }

  /// Places an order that the entrance let in.
  ///
  /// - Parameter counting: counts the order once nothing can refuse it any more.
  mutating func enter(
    _ order: NewVenueOrder, by id: VenueAccountID, at now: Instant, in market: PairMarket,
    counting: (inout TradingVenueModel) -> Void
  ) throws(VenueRefusal) -> VenuePlacement {
    try checkStanding([order], asList: false, by: id, in: market)
    var record = record(of: order, by: id, listID: nil, at: now)
    if case .quote = order.order.amount {
      record.quantity = try quantity(ofQuote: record, in: market)
    }
    if let reason = obstacle(to: [record], in: market) { throw VenueRefusal(reason) }
    counting(&self)
    let firstPrevention = numbers.prevention
    record = admit(record)
    begin(record, at: now)
    goLive(record.id, of: id, at: now, in: market)
    activate(at: now, in: market)
    defer { settle(at: now) }
    return VenuePlacement(
      order: book(id).order(record.id) ?? record, fills: book(id).trades(ofOrder: record.id),
      preventions: book(id).preventions(since: firstPrevention).filter { $0.takerOrderID == record.id }, time: now)
  }

  /// Holds what an order needs, and tells that it was taken.
  mutating func begin(_ record: VenueOrderRecord, at now: Instant) {
    if !record.isMarketNow { hold(for: record) }
    report(.new, record.id, of: record.account, at: now)
  }

  /// The record of an order that has no number yet.
  func record(
    of order: NewVenueOrder, by id: VenueAccountID, listID: Int64?, isPending: Bool = false, at now: Instant
  ) -> VenueOrderRecord {
    let isWorking = !isPending && !order.order.kind.isAlgo
    return VenueOrderRecord(
      id: numbers.order, account: id, listID: listID, clientOrderID: order.clientOrderID, order: order.order,
      quantity: order.order.quantity ?? .zero, executed: .zero, cumulativeQuote: .zero, prevented: .zero,
      preventedMatchIDs: [], status: isPending ? .pendingNew : .new, timeInForce: order.timeInForce ?? .goodTilCanceled,
      time: now, updateTime: now, isWorking: isWorking, workingTime: isWorking ? now : nil, trailingTime: nil,
      selfTradePrevention: order.selfTradePrevention ?? book(id).account.selfTradePrevention, expiryReason: nil,
      rejectReason: .none, strategyID: order.strategyID, strategyType: order.strategyType, amendments: 0)
  }

  /// Keeps a record under the next number.
  mutating func admit(_ record: VenueOrderRecord) -> VenueOrderRecord {
    precondition(record.id == numbers.order, "records are made and admitted one by one")
    numbers.order += 1
    books[record.account]?.add(record)
    return record
  }

  /// What the venue picks for an order by value: the most on the step that the book gives for it.
  private func quantity(ofQuote record: VenueOrderRecord, in market: PairMarket) throws(VenueRefusal) -> Quantity {
    let plan = plan(taker(record), in: market)
    guard !plan.steps.isEmpty || !plan.isExhausted else { throw .liquidityBelowMinimum(of: nil) }
    let minima = [(market.rules.lot.minimum, FilterName.lotSize), (market.rules.marketLot.minimum, .marketLotSize)]
    for (minimum, filter) in minima where plan.quantity < minimum || plan.quantity <= .zero {
      throw plan.isExhausted ? .liquidityBelowMinimum(of: filter) : .filter(filter)
    }
    return plan.quantity
  }
}
