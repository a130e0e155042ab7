// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// Orders as answers tell them.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints
struct OrderDocuments {
  let unit: VenueTimeUnit

  /// An order as queries tell it.
  func queried(_ order: VenueOrderRecord) -> Node {
    let terms = order.order
    return .members(
      [
        ("symbol", .string(order.pair.symbol)), ("orderId", .number(order.id)),
        ("orderListId", .number(order.listID ?? -1)), ("clientOrderId", .string(order.clientOrderID)),
      ] + amounts(order) + [
        ("stopPrice", .amount(terms.stopPrice?.value)), ("icebergQty", .amount(terms.icebergQuantity?.value)),
        ("time", .time(order.time, unit)), ("updateTime", .time(order.updateTime, unit)),
        ("isWorking", .bool(order.isWorking)), ("workingTime", .time(order.workingTime, unit)),
        ("origQuoteOrderQty", .amount(order.quoteAmount.value)),
        ("selfTradePreventionMode", .string(order.selfTradePrevention.rawValue)),
      ] + conditional(order, isQuery: true))
  }

  /// An order as the answer to its placement tells it.
  func placed(_ order: VenueOrderRecord, fills: [VenueTrade], at time: Instant, _ detail: OrderDetail) -> Node {
    var members: [(String, Node)] = [
      ("symbol", .string(order.pair.symbol)), ("orderId", .number(order.id)),
      ("orderListId", .number(order.listID ?? -1)), ("clientOrderId", .string(order.clientOrderID)),
      ("transactTime", .time(time, unit)),
    ]
    guard detail != .short else { return .members(members) }
    members += amounts(order)
    members += [
      ("origQuoteOrderQty", .amount(order.quoteAmount.value)), ("workingTime", .time(order.workingTime, unit)),
    ]
    if detail == .full { members.append(("fills", .array(fills.map(fill)))) }
    members.append(("selfTradePreventionMode", .string(order.selfTradePrevention.rawValue)))
    return .members(members + conditional(order, isQuery: false))
  }

  /// An order as the answer to its cancellation tells it.
  func canceled(_ cancellation: VenueCancellation) -> Node {
    let order = cancellation.order
    return .members(
      [
        ("symbol", .string(order.pair.symbol)), ("origClientOrderId", .string(order.clientOrderID)),
        ("orderId", .number(order.id)), ("orderListId", .number(order.listID ?? -1)),
        ("clientOrderId", .string(cancellation.clientOrderID)), ("transactTime", .time(cancellation.time, unit)),
      ] + amounts(order) + [
        ("origQuoteOrderQty", .amount(order.quoteAmount.value)),
        ("selfTradePreventionMode", .string(order.selfTradePrevention.rawValue)),
      ] + conditional(order, isQuery: false))
  }

  private func amounts(_ order: VenueOrderRecord) -> [(String, Node)] {
    [
      ("price", .amount(order.order.price?.value)), ("origQty", .amount(order.quantity.value)),
      ("executedQty", .amount(order.executed.value)),
      ("cummulativeQuoteQty", .amount(order.cumulativeQuote.value)), ("status", .string(order.status.rawValue)),
      ("timeInForce", .string(order.timeInForce.rawValue)), ("type", .string(order.order.kind.rawValue)),
      ("side", .side(order.side)),
    ]
  }

  private func fill(_ trade: VenueTrade) -> Node {
    [
      "price": .amount(trade.price.value), "qty": .amount(trade.quantity.value),
      "commission": .amount(trade.commission.amount), "commissionAsset": .string(trade.commission.asset.code),
      "tradeId": .number(trade.id),
    ]
  }

  /// What is told where there is something to be told.
  private func conditional(_ order: VenueOrderRecord, isQuery: Bool) -> [(String, Node)] {
    var members: [(String, Node)] = []
    if !isQuery, let stop = order.order.stopPrice { members.append(("stopPrice", .amount(stop.value))) }
    if !isQuery, let iceberg = order.order.icebergQuantity { members.append(("icebergQty", .amount(iceberg.value))) }
    if let id = order.strategyID { members.append(("strategyId", .number(id))) }
    if let type = order.strategyType { members.append(("strategyType", .number(type))) }
    if let delta = order.order.trailingDelta {
      members += [("trailingDelta", .number(delta)), ("trailingTime", .time(order.trailingTime, unit))]
    }
    if let match = order.preventedMatchIDs.last {
      members += [("preventedMatchId", .number(match)), ("preventedQuantity", .amount(order.prevented.value))]
    }
    if let reason = order.expiryReason { members.append(("expiryReason", .string(reason.rawValue))) }
    return members
  }

  /// A fill as `myTrades` tells it.
  func trade(_ trade: VenueTrade) -> Node {
    [
      "symbol": .string(trade.pair.symbol), "id": .number(trade.id), "orderId": .number(trade.orderID),
      "orderListId": .number(trade.listID ?? -1), "price": .amount(trade.price.value),
      "qty": .amount(trade.quantity.value), "quoteQty": .amount(trade.quote.value),
      "commission": .amount(trade.commission.amount), "commissionAsset": .string(trade.commission.asset.code),
      "time": .time(trade.time, unit), "isBuyer": .bool(trade.side == .buy), "isMaker": .bool(trade.isMaker),
      "isBestMatch": true,
    ]
  }
}
