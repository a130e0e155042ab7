// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import ExchangeModel
import TradingModel

/// Orders, lists and trades are looked up.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/account-endpoints
extension DeskRequest {
  private static let span: Set<String> = ["startTime", "endTime", "limit"]
  private static let spanMax: Int64 = 86_400_000

  /// Whether an order can be found by now.
  private func isFound(_ order: VenueOrderRecord, _ visit: DeskVisit) -> Bool {
    hiding == 0 || order.time.advanced(byMilliseconds: hiding) <= visit.now
  }

  func order(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["symbol", "orderId", "origClientOrderId"])
    let pair = try visit.pair(parameters)
    let name = try parameters.orderName()
    let order: VenueOrderRecord
    do throws(VenueRefusal) {
      order = try visit.venue.order(name, of: pair, by: account)
    } catch {
      throw RestRefusal(error)
    }
    guard isFound(order, visit) else { throw .noSuchOrder }
    return documents.queried(order)
  }

  func openOrders(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["symbol"])
    let pair = parameters.has("symbol") ? try visit.pair(parameters) : nil
    let orders = visit.venue.openOrders(of: pair, by: account).filter { isFound($0, visit) }
    return .array(orders.map(documents.queried))
  }

  func allOrders(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(Self.span.union(["symbol", "orderId"]))
    let pair = try visit.pair(parameters)
    let (range, first, limit) = (try range(), try parameters.number("orderId"), try parameters.rows())
    let orders = visit.venue.allOrders(of: pair, by: account).filter { order in
      isFound(order, visit) && range.contains(order.time) && order.id >= first ?? 0
    }
    let isFromOldest = first != nil || range.isFromOldest
    return .array((isFromOldest ? orders.prefix(limit) : orders.suffix(limit)).map(documents.queried))
  }

  func amendments(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["symbol", "orderId", "fromExecutionId", "limit"])
    _ = try visit.pair(parameters)
    guard let id = try parameters.number("orderId") else { throw .missing("orderId") }
    let (first, limit) = (try parameters.number("fromExecutionId") ?? 0, try parameters.rows())
    let rows = visit.venue.amendments(ofOrder: id, by: account).filter { $0.executionID >= first }
    return .array(rows.prefix(limit).map(documents.amendment))
  }

  func trades(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(Self.span.union(["symbol", "orderId", "fromId"]))
    let pair = try visit.pair(parameters)
    let (range, order, first) = (try range(), try parameters.number("orderId"), try parameters.number("fromId"))
    guard !range.isGiven || (order == nil && first == nil) else { throw .badCombination }
    let limit = try parameters.rows()
    let trades = visit.venue.trades(of: pair, by: account).filter { trade in
      range.contains(trade.time) && trade.id >= first ?? 0 && trade.orderID == order ?? trade.orderID
    }
    let isFromOldest = first != nil || range.isFromOldest
    return .array((isFromOldest ? trades.prefix(limit) : trades.suffix(limit)).map(documents.trade))
  }

  func preventedMatches(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["symbol", "preventedMatchId", "orderId", "fromPreventedMatchId", "limit"])
    let pair = try visit.pair(parameters)
    let (match, order) = (try parameters.number("preventedMatchId"), try parameters.number("orderId"))
    guard match != nil || order != nil else { throw .missingEither("preventedMatchId", "orderId") }
    let (first, limit) = (try parameters.number("fromPreventedMatchId") ?? 0, try parameters.rows())
    let rows = visit.venue.preventedMatches(of: pair, by: account).filter { row in
      row.id == match ?? row.id && row.id >= first
        && (order.map { $0 == row.takerOrderID || $0 == row.makerOrderID } ?? true)
    }
    return .array(rows.prefix(limit).map(documents.preventedMatch))
  }
}

// MARK: Lists

extension DeskRequest {
  func list(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    // The WebSocket API says `origClientOrderId` as REST does.
    try parameters.allowSigned(["orderListId", "origClientOrderId"])
    let (id, clientID) = (try parameters.number("orderListId"), try parameters.clientID("origClientOrderId"))
    guard id != nil || clientID != nil else { throw .missingEither("orderListId", "origClientOrderId") }
    do throws(VenueRefusal) {
      return documents.queried(try visit.venue.list(listID: id, clientListID: clientID, by: account))
    } catch {
      throw RestRefusal(error)
    }
  }

  func allLists(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(Self.span.union(["fromId"]))
    let (range, first) = (try range(), try parameters.number("fromId"))
    guard !range.isGiven || first == nil else { throw .badCombination }
    let limit = try parameters.rows()
    let lists = visit.venue.lists(by: account).filter { range.contains($0.time) && $0.id >= first ?? 0 }
    let isFromOldest = first != nil || range.isFromOldest
    return .array((isFromOldest ? lists.prefix(limit) : lists.suffix(limit)).map(documents.queried))
  }

  func openLists(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned([])
    return .array(visit.venue.openLists(by: account).map(documents.queried))
  }
}

// MARK: Spans of time

extension DeskRequest {
  /// From when and up to when something is looked for, both inclusive.
  private struct Span {
    let from: Instant?
    let to: Instant?

    var isGiven: Bool { from != nil || to != nil }
    /// Whether rows are counted from the oldest.
    var isFromOldest: Bool { from != nil }

    func contains(_ time: Instant) -> Bool { (from.map { $0 <= time } ?? true) && (to.map { time <= $0 } ?? true) }
  }

  private func range() throws(RestRefusal) -> Span {
    let span = Span(from: try parameters.instant("startTime"), to: try parameters.instant("endTime"))
    if let from = span.from, let to = span.to, to.milliseconds(since: from) > Self.spanMax {
      throw RestRefusal(code: -1127, message: "More than 24 hours between startTime and endTime.")
    }
    return span
  }
}

extension RestRefusal {
  static let noSuchOrder = RestRefusal(code: -2013, message: "Order does not exist.")
}
