// SPDX-License-Identifier: Apache-2.0

import TradingModel

extension NewVenueOrder {
  /// Why the entrance refuses the order whatever the market is: fields that its type needs or doesn't have, more
  /// decimal places than the assets have, and self-trade prevention that the venue doesn't do.
  func shapeRefusal(by rules: InstrumentRules) -> VenueRefusal? {
    fieldRefusal ?? precisionRefusal(by: rules) ?? icebergRefusal
      ?? (selfTradePrevention == .transfer ? .preventionNotAllowed : nil)
      ?? (strategyType.map { $0 < 1_000_000 } == true ? .badStrategyType : nil)
  }

  private var fieldRefusal: VenueRefusal? {
    let kind = order.kind
    let hasLimit = kind != .market && kind != .stopLoss && kind != .takeProfit
    let hasTime = hasLimit && kind != .limitMaker
    if order.quantity == nil, kind != .market { return .missing("quantity") }
    if hasLimit, order.price == nil { return .missing("price") }
    if hasTime, timeInForce == nil { return .missing("timeInForce") }
    if kind.isAlgo, order.stopPrice == nil, order.trailingDelta == nil {
      return .missingBoth("stopPrice", "trailingDelta")
    }
    if !hasLimit, order.price != nil { return .notRequired("price") }
    if !hasTime, timeInForce != nil { return .notRequired("timeInForce") }
    if !kind.isAlgo, order.stopPrice != nil { return .notRequired("stopPrice") }
    if !kind.isAlgo, order.trailingDelta != nil { return .notRequired("trailingDelta") }
    if !hasLimit, order.isIceberg { return .notRequired("icebergQty") }
    return nil
  }

  private func precisionRefusal(by rules: InstrumentRules) -> VenueRefusal? {
    func isTooPrecise(_ value: Fixed?, _ places: Int) -> Bool {
      value.map { $0 != $0.rounded(places: min(places, Fixed.decimalPlaces), .towardZero) } ?? false
    }
    if isTooPrecise(order.quantity?.value, rules.basePlaces) { return .tooPrecise("quantity") }
    if case .quote(let money) = order.amount, isTooPrecise(money.value, rules.quotePlaces) {
      return .tooPrecise("quoteOrderQty")
    }
    if isTooPrecise(order.price?.value, rules.quotePlaces) { return .tooPrecise("price") }
    if isTooPrecise(order.stopPrice?.value, rules.quotePlaces) { return .tooPrecise("stopPrice") }
    return isTooPrecise(order.icebergQuantity?.value, rules.basePlaces) ? .tooPrecise("icebergQty") : nil
  }

  /// A part is shown only of an order that may wait, and less than all of it.
  private var icebergRefusal: VenueRefusal? {
    guard order.isIceberg, let shown = order.icebergQuantity, let quantity = order.quantity else { return nil }
    if let timeInForce, timeInForce != .goodTilCanceled { return .unsupportedCombination }
    return shown > quantity ? .icebergTooLarge : nil
  }
}

extension TradingVenueModel {
  /// Refuses what the entrance refuses: the order by itself, with the market and the account's own limits.
  func checkEntrance(_ order: NewVenueOrder, by id: VenueAccountID, in market: PairMarket) throws(VenueRefusal) {
    precondition(order.order.pair == market.pair, "an order is placed on its own market")
    if let refusal = order.shapeRefusal(by: market.rules) { throw refusal }
    if let violation = market.rules.violation(of: order.order, by: market.prices) { throw VenueRefusal(violation) }
    for limit in book(id).account.assetLimits {
      if let violation = limit.violation(of: order.order, by: market.prices) { throw VenueRefusal(violation) }
    }
  }

  /// Refuses what the matching engine refuses before it looks at prices and balances.
  func checkStanding(
    _ orders: [NewVenueOrder], asList: Bool, by id: VenueAccountID, in market: PairMarket
  ) throws(VenueRefusal) {
    let book = book(id)
    guard book.account.canTrade else { throw .actionDisabled }
    var names: Set<String> = []
    for order in orders {
      guard names.insert(order.clientOrderID).inserted, !book.hasOpen(called: order.clientOrderID, of: market.pair)
      else { throw .duplicateOrder }
    }
    let placed = orders.map(\.order)
    if let violation = market.rules.violation(
      ofPlacing: placed, asList: asList, with: standing(of: id, on: market.pair))
      ?? settings.openOrders.violation(ofPlacing: placed, asList: asList, besides: openCounts(of: id), in: .exchange)
    {
      throw VenueRefusal(violation)
    }
  }

  /// What the filters of a pair ask about an account.
  private func standing(of id: VenueAccountID, on pair: Pair) -> AccountStanding {
    let open = book(id).openOrders(of: pair)
    let bought = open.reduce(Quantity.zero) { $1.side == .buy ? $0 + $1.remaining : $0 }
    let lists = book(id).openLists.count { $0.pair == pair }
    return AccountStanding(
      open: OpenOrderCounts(orderLists: lists).adding(open.map(\.order)),
      position: Quantity(book(id).account.balance(of: pair.base).total) + bought)
  }

  private func openCounts(of id: VenueAccountID) -> OpenOrderCounts {
    guard settings.openOrders != OpenOrderLimits() else { return OpenOrderCounts() }
    return OpenOrderCounts(orderLists: book(id).openLists.count).adding(openOrders(by: id).map(\.order))
  }
}
