// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// Lists of orders, and what changes an order without ending it, as answers tell them.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints
extension OrderDocuments {
  /// A list as queries tell it.
  func queried(_ list: VenueOrderListRecord) -> Node { .members(members(of: list)) }

  /// A list as the answer to its placement tells it.
  func placed(_ placement: VenueListPlacement, _ detail: OrderDetail) -> Node {
    let reports = placement.orders.map { order in
      placed(
        order, fills: placement.fills.filter { $0.orderID == order.id }, at: placement.list.time, detail)
    }
    return .members(members(of: placement.list) + [("orderReports", .array(reports))])
  }

  /// A list as the answer to its cancellation tells it.
  func canceled(_ cancellation: VenueListCancellation) -> Node {
    .members(members(of: cancellation.list) + [("orderReports", .array(cancellation.orders.map(canceled)))])
  }

  /// What was taken back: an order, or the list that it was of.
  func canceled(_ report: VenueCancelReport) -> Node {
    switch report {
    case .order(let cancellation): canceled(cancellation)
    case .list(let cancellation): canceled(cancellation)
    }
  }

  private func members(of list: VenueOrderListRecord) -> [(String, Node)] {
    [
      ("orderListId", .number(list.id)), ("contingencyType", .string(list.contingency.rawValue)),
      ("listStatusType", .string(list.statusType.rawValue)), ("listOrderStatus", .string(list.orderStatus.rawValue)),
      ("listClientOrderId", .string(list.clientListID)), ("transactionTime", .time(list.time, unit)),
      ("symbol", .string(list.pair.symbol)), ("orders", orders(of: list)),
    ]
  }

  private func orders(of list: VenueOrderListRecord) -> Node {
    .array(
      list.members.map { member in
        [
          "symbol": .string(list.pair.symbol), "orderId": .number(member.orderID),
          "clientOrderId": .string(member.clientOrderID),
        ]
      })
  }

  /// What became of an order that was made smaller. Its words differ from those of other answers.
  func amended(_ amended: VenueAmended) -> Node {
    let (order, amendment) = (amended.order, amended.amendment)
    let changed: Node = [
      "symbol": .string(order.pair.symbol), "orderId": .number(order.id), "orderListId": .number(order.listID ?? -1),
      "origClientOrderId": .string(amendment.originalClientOrderID), "clientOrderId": .string(order.clientOrderID),
      "price": .amount(order.order.price?.value), "qty": .amount(order.quantity.value),
      "executedQty": .amount(order.executed.value), "preventedQty": .amount(order.prevented.value),
      "quoteOrderQty": .amount(order.quoteAmount.value), "cumulativeQuoteQty": .amount(order.cumulativeQuote.value),
      "status": .string(order.status.rawValue), "timeInForce": .string(order.timeInForce.rawValue),
      "type": .string(order.order.kind.rawValue), "side": .side(order.side),
      "workingTime": .time(order.workingTime, unit),
      "selfTradePreventionMode": .string(order.selfTradePrevention.rawValue),
    ]
    var members: [(String, Node)] = [
      ("transactTime", .time(amendment.time, unit)), ("executionId", .number(amendment.executionID)),
      ("amendedOrder", changed),
    ]
    if let list = amended.list {
      let status: Node = [
        "orderListId": .number(list.id), "contingencyType": .string(list.contingency.rawValue),
        "listOrderStatus": .string(list.orderStatus.rawValue), "listClientOrderId": .string(list.clientListID),
        "symbol": .string(list.pair.symbol), "orders": orders(of: list),
      ]
      members.append(("listStatus", status))
    }
    return .members(members)
  }

  /// How an order was amended.
  func amendment(_ amendment: VenueAmendment) -> Node {
    [
      "symbol": .string(amendment.pair.symbol), "orderId": .number(amendment.orderID),
      "executionId": .number(amendment.executionID), "origClientOrderId": .string(amendment.originalClientOrderID),
      "newClientOrderId": .string(amendment.newClientOrderID), "origQty": .amount(amendment.originalQuantity.value),
      "newQty": .amount(amendment.newQuantity.value), "time": .time(amendment.time, unit),
    ]
  }

  /// A match that didn't happen.
  func preventedMatch(_ match: VenuePreventedMatch) -> Node {
    var members: [(String, Node)] = [
      ("symbol", .string(match.pair.symbol)), ("preventedMatchId", .number(match.id)),
      ("takerOrderId", .number(match.takerOrderID)), ("makerSymbol", .string(match.pair.symbol)),
      ("makerOrderId", .number(match.makerOrderID)), ("tradeGroupId", .number(match.tradeGroup ?? -1)),
      ("selfTradePreventionMode", .string(match.mode.rawValue)), ("price", .amount(match.price.value)),
    ]
    if let quantity = match.takerPrevented { members.append(("takerPreventedQuantity", .amount(quantity.value))) }
    if let quantity = match.makerPrevented { members.append(("makerPreventedQuantity", .amount(quantity.value))) }
    members.append(("transactTime", .time(match.time, unit)))
    return .members(members)
  }
}
