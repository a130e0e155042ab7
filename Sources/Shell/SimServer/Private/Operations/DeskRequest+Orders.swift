// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// Orders are placed, taken back and changed.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints
extension DeskRequest {
  private static let shared: Set<String> = ["symbol", "newOrderRespType", "selfTradePreventionMode"]

  func place(_ visit: inout DeskVisit) throws(RestRefusal) -> Node {
    let fields = OrderFields(parameters: parameters)
    try parameters.allowSigned(fields.names.union(Self.shared))
    let order = try order(fields, &visit)
    let kind = order.order.kind
    let detail = try parameters.detail(usual: kind == .market || kind == .limit ? .full : .short)
    let market = try visit.market(of: order.order.pair)
    let (account, now) = (account, visit.now)
    let placement = try visit.carryOut { (venue) throws(VenueRefusal) in
      try venue.place(order, by: account, at: now, in: market)
    }
    return documents.placed(placement.order, fills: placement.fills, at: placement.time, detail)
  }

  private func order(_ fields: OrderFields, _ visit: inout DeskVisit) throws(RestRefusal) -> NewVenueOrder {
    let pair = try visit.pair(parameters)
    return try fields.order(of: pair, prevention: try parameters.prevention(), names: &visit.names)
  }

  func test(_ visit: inout DeskVisit) throws(RestRefusal) -> Node {
    let fields = OrderFields(parameters: parameters)
    try parameters.allowSigned(fields.names.union(Self.shared).union(["computeCommissionRates"]))
    let order = try order(fields, &visit)
    _ = try parameters.detail(usual: .short)
    let showsRates = try parameters.flag("computeCommissionRates") ?? false
    let market = try visit.market(of: order.order.pair)
    let account = account
    try visit.carryOut { (venue) throws(VenueRefusal) in try venue.test(order, by: account, in: market) }
    guard showsRates, let own = visit.venue.account(account) else { return [:] }
    return AccountDocuments(unit: unit).commissionForOrder(own, discountAsset: visit.venue.settings.discountAsset)
  }

  func cancel(_ visit: inout DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned([
      "symbol", "orderId", "origClientOrderId", "newClientOrderId", "cancelRestrictions",
    ])
    let pair = try visit.pair(parameters)
    let request = VenueCancelRequest(
      pair: pair, name: try parameters.orderName(),
      newClientOrderID: try parameters.clientID("newClientOrderId") ?? visit.names.next(),
      restriction: try restriction())
    let (account, now, status) = (account, visit.now, visit.status(of: pair))
    return documents.canceled(
      try visit.carryOut { (venue) throws(VenueRefusal) in
        try venue.cancel(request, by: account, at: now, status: status)
      })
  }

  private func restriction() throws(RestRefusal) -> VenueCancelRestriction? {
    guard let word = try parameters.text("cancelRestrictions") else { return nil }
    guard let restriction = VenueCancelRestriction(rawValue: word) else { throw .badCancelRestrictions }
    return restriction
  }

  func cancelOpenOrders(_ visit: inout DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["symbol"])
    let pair = try visit.pair(parameters)
    let (account, now, status) = (account, visit.now, visit.status(of: pair))
    let reports = try visit.carryOut { (venue) throws(VenueRefusal) in
      try venue.cancelAll(of: pair, by: account, at: now, status: status)
    }
    return .array(reports.map(documents.canceled))
  }

  func amend(_ visit: inout DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["symbol", "orderId", "origClientOrderId", "newClientOrderId", "newQty"])
    let pair = try visit.pair(parameters)
    let name = try parameters.orderName()
    guard let quantity = try parameters.decimal("newQty") else { throw .missing("newQty") }
    let request = VenueAmendRequest(
      pair: pair, name: name, newClientOrderID: try parameters.clientID("newClientOrderId") ?? visit.names.next(),
      quantity: Quantity(quantity))
    let market = try visit.market(of: pair)
    let (account, now) = (account, visit.now)
    return documents.amended(
      try visit.carryOut { (venue) throws(VenueRefusal) in
        try venue.amend(request, by: account, at: now, in: market)
      })
  }
}

// MARK: One for another

extension DeskRequest {
  func replace(_ visit: inout DeskVisit) throws(RestRefusal) -> Node {
    let fields = OrderFields(parameters: parameters)
    try parameters.allowSigned(
      fields.names.union(Self.shared).union([
        "cancelReplaceMode", "cancelNewClientOrderId", "cancelOrigClientOrderId", "cancelOrderId",
        "cancelRestrictions", "orderRateLimitExceededMode",
      ]))
    let order = try order(fields, &visit)
    guard let mode = VenueReplaceRequest.Mode(rawValue: try parameters.required("cancelReplaceMode")) else {
      throw .invalid("cancelReplaceMode")
    }
    let kind = order.order.kind
    let detail = try parameters.detail(usual: kind == .market || kind == .limit ? .full : .short)
    let request = VenueReplaceRequest(
      cancel: VenueCancelRequest(
        pair: order.order.pair, name: try parameters.orderName("cancelOrderId", "cancelOrigClientOrderId"),
        newClientOrderID: try parameters.clientID("cancelNewClientOrderId") ?? visit.names.next(),
        restriction: try restriction()),
      order: order, mode: mode, rateLimitMode: try rateLimitMode())
    let market = try visit.market(of: order.order.pair)
    let (account, now) = (account, visit.now)
    let replacement = try visit.carryOut { (venue) throws(VenueRefusal) in
      try venue.replace(request, by: account, at: now, in: market)
    }
    let halves = halves(of: replacement, detail)
    guard let refusal = replacement.refusal else { return halves }
    throw RestRefusal(
      status: refusal.code == -2021 ? 409 : 400, code: refusal.code, message: refusal.message, data: halves)
  }

  private func rateLimitMode() throws(RestRefusal) -> VenueReplaceRequest.RateLimitMode {
    guard let word = try parameters.text("orderRateLimitExceededMode") else { return .doNothing }
    guard let mode = VenueReplaceRequest.RateLimitMode(rawValue: word) else {
      throw .invalid("orderRateLimitExceededMode")
    }
    return mode
  }

  private func halves(of replacement: VenueReplacement, _ detail: OrderDetail) -> Node {
    func failure(_ refusal: VenueRefusal) -> Node { ["code": .number(refusal.code), "msg": .string(refusal.message)] }
    let cancel: (Node, Node) =
      switch replacement.cancel {
      case .success(let report): ("SUCCESS", documents.canceled(report))
      case .failure(let refusal): ("FAILURE", failure(refusal))
      }
    let placement: (Node, Node) =
      switch replacement.placement {
      case .success(let placed):
        ("SUCCESS", documents.placed(placed.order, fills: placed.fills, at: placed.time, detail))
      case .failure(let refusal): ("FAILURE", failure(refusal))
      case nil: ("NOT_ATTEMPTED", .null)
      }
    return [
      "cancelResult": cancel.0, "newOrderResult": placement.0, "cancelResponse": cancel.1,
      "newOrderResponse": placement.1,
    ]
  }
}
