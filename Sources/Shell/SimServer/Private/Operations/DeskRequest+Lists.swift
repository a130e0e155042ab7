// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// Lists of orders are placed and taken back.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints
extension DeskRequest {
  private static let shared: Set<String> = [
    "symbol", "listClientOrderId", "newOrderRespType", "selfTradePreventionMode",
  ]

  func placeList(_ visit: inout DeskVisit) throws(RestRefusal) -> Node {
    let shape: NewVenueOrderList.Shape =
      switch operation {
      case .placeOTO: try oto(&visit)
      case .placeOTOCO: try otoco(&visit)
      case .placeOldOCO: try oldOCO(&visit)
      default: try oco(&visit)
      }
    let list = NewVenueOrderList(
      clientListID: try parameters.clientID("listClientOrderId") ?? visit.names.next(), shape: shape)
    let detail = try parameters.detail(usual: .result)
    let market = try visit.market(of: try visit.pair(parameters))
    let (account, now) = (account, visit.now)
    let placement = try visit.carryOut { (venue) throws(VenueRefusal) in
      try venue.place(list, by: account, at: now, in: market)
    }
    return documents.placed(placement, detail)
  }

  func cancelList(_ visit: inout DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["symbol", "orderListId", "listClientOrderId", "newClientOrderId"])
    let pair = try visit.pair(parameters)
    let (id, clientID) = (try parameters.number("orderListId"), try parameters.clientID("listClientOrderId"))
    guard id != nil || clientID != nil else { throw .missingEither("orderListId", "listClientOrderId") }
    let newID = try parameters.clientID("newClientOrderId")
    let (account, now, status) = (account, visit.now, visit.status(of: pair))
    return documents.canceled(
      try visit.carryOut { (venue) throws(VenueRefusal) in
        try venue.cancelList(
          of: pair, listID: id, clientListID: clientID, newClientOrderID: newID, by: account, at: now, status: status)
      })
  }

  private func orders(
    _ legs: [OrderFields], and names: Set<String> = [], _ visit: inout DeskVisit
  ) throws(RestRefusal) -> [NewVenueOrder] {
    try parameters.allowSigned(legs.reduce(Self.shared.union(names)) { $0.union($1.names) })
    let pair = try visit.pair(parameters)
    let prevention = try parameters.prevention()
    var orders: [NewVenueOrder] = []
    for leg in legs { orders.append(try leg.order(of: pair, prevention: prevention, names: &visit.names)) }
    return orders
  }

  private func leg(_ prefix: String, side: String = "side", quantity: String = "quantity") -> OrderFields {
    OrderFields(parameters: parameters, prefix: prefix, sideName: side, quantityName: quantity)
  }

  private func oco(_ visit: inout DeskVisit) throws(RestRefusal) -> NewVenueOrderList.Shape {
    let orders = try orders([leg("above"), leg("below")], &visit)
    return .oco(above: orders[0], below: orders[1])
  }

  private func oto(_ visit: inout DeskVisit) throws(RestRefusal) -> NewVenueOrderList.Shape {
    let orders = try orders(
      [
        leg("working", side: "workingSide", quantity: "workingQuantity"),
        leg("pending", side: "pendingSide", quantity: "pendingQuantity"),
      ], &visit)
    return .oto(working: orders[0], pending: orders[1])
  }

  private func otoco(_ visit: inout DeskVisit) throws(RestRefusal) -> NewVenueOrderList.Shape {
    let orders = try orders(
      [
        leg("working", side: "workingSide", quantity: "workingQuantity"),
        leg("pendingAbove", side: "pendingSide", quantity: "pendingQuantity"),
        leg("pendingBelow", side: "pendingSide", quantity: "pendingQuantity"),
      ], &visit)
    return .otoco(working: orders[0], above: orders[1], below: orders[2])
  }

  /// The older words for an OCO: a limit order that makes, and a stop.
  private func oldOCO(_ visit: inout DeskVisit) throws(RestRefusal) -> NewVenueOrderList.Shape {
    let renamed = [
      "limitClientOrderId", "limitStrategyId", "limitStrategyType", "limitIcebergQty", "price", "stopClientOrderId",
      "stopStrategyId", "stopStrategyType", "stopIcebergQty", "stopPrice", "stopLimitPrice", "stopLimitTimeInForce",
      "trailingDelta",
    ]
    try parameters.allowSigned(Self.shared.union(["side", "quantity"]).union(renamed))
    let isSale = try parameters.required("side") == "SELL"
    let (limit, stop) = isSale ? ("above", "below") : ("below", "above")
    let names = [
      "limitClientOrderId": "\(limit)ClientOrderId", "limitStrategyId": "\(limit)StrategyId",
      "limitStrategyType": "\(limit)StrategyType", "limitIcebergQty": "\(limit)IcebergQty", "price": "\(limit)Price",
      "stopClientOrderId": "\(stop)ClientOrderId", "stopStrategyId": "\(stop)StrategyId",
      "stopStrategyType": "\(stop)StrategyType", "stopIcebergQty": "\(stop)IcebergQty",
      "stopPrice": "\(stop)StopPrice", "stopLimitPrice": "\(stop)Price",
      "stopLimitTimeInForce": "\(stop)TimeInForce", "trailingDelta": "\(stop)TrailingDelta",
    ]
    let hasLimit = parameters.has("stopLimitPrice")
    let types = [
      QueryText.Parameter(name: "\(limit)Type", value: "LIMIT_MAKER"),
      QueryText.Parameter(name: "\(stop)Type", value: hasLimit ? "STOP_LOSS_LIMIT" : "STOP_LOSS"),
    ]
    let newer = parameters.query.parameters.map {
      QueryText.Parameter(name: names[$0.name] ?? $0.name, value: $0.value)
    }
    let request = DeskRequest(
      operation: .placeOCO, parameters: try RestParameters(QueryText(parameters: newer + types)), account: account,
      unit: unit)
    return try request.oco(&visit)
  }
}
