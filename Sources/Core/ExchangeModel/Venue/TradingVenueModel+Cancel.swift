// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension TradingVenueModel {
  /// Takes an order back and, where it belongs to a list, the list.
  ///
  /// - Parameter status: the pair's: where it is closed nothing is taken back either.
  public mutating func cancel(
    _ request: VenueCancelRequest, by id: VenueAccountID, at now: Instant, status: TradingStatus = .trading
  ) throws(VenueRefusal) -> VenueCancelReport {
    let report = try cancelUnsettled(request, by: id, at: now, status: status)
    settle(at: now)
    return report
  }

  /// Takes back all that an account has open on a pair. The cancels are named by the numbers of their reports.
  ///
  /// - Throws: -2011 where nothing is open.
  public mutating func cancelAll(
    of pair: Pair, by id: VenueAccountID, at now: Instant, status: TradingStatus = .trading
  ) throws(VenueRefusal) -> [VenueCancelReport] {
    guard status.takesCancels else { throw .cancelMarketClosed }
    let open = book(id).openOrders(of: pair)
    guard !open.isEmpty else { throw .unknownOrder }
    var reports: [VenueCancelReport] = []
    for order in open where book(id).order(order.id)?.status.isOpen == true {
      reports.append(takeBack(order, as: nil, at: now))
    }
    settle(at: now)
    return reports
  }

  /// Takes a list back.
  ///
  /// - Parameter newClientOrderID: what the cancel is called; nil for a name by its report's number.
  public mutating func cancelList(
    of pair: Pair, listID: Int64?, clientListID: String?, newClientOrderID: String? = nil, by id: VenueAccountID,
    at now: Instant, status: TradingStatus = .trading
  ) throws(VenueRefusal) -> VenueListCancellation {
    guard status.takesCancels else { throw .cancelMarketClosed }
    guard let list = try? self.list(listID: listID, clientListID: clientListID, by: id), list.pair == pair,
      list.orderStatus == .executing
    else { throw .unknownOrder }
    defer { settle(at: now) }
    return takeBack(list, as: newClientOrderID, at: now)
  }

  mutating func cancelUnsettled(
    _ request: VenueCancelRequest, by id: VenueAccountID, at now: Instant, status: TradingStatus
  ) throws(VenueRefusal) -> VenueCancelReport {
    guard status.takesCancels else { throw .cancelMarketClosed }
    let order = try openOrder(request.name, of: request.pair, by: id, or: .unknownOrder)
    switch request.restriction {
    case .onlyNew where order.status != .new, .onlyPartiallyFilled where order.status != .partiallyFilled:
      throw .cancelRestricted
    default: break
    }
    return takeBack(order, as: request.newClientOrderID, at: now)
  }

  /// An order that is open, found by its name.
  func openOrder(
    _ name: VenueOrderName, of pair: Pair, by id: VenueAccountID, or refusal: VenueRefusal
  ) throws(VenueRefusal) -> VenueOrderRecord {
    guard name != VenueOrderName() else { throw .missingBoth("origClientOrderId", "orderId") }
    guard let order = try? order(name, of: pair, by: id), order.status.isOpen else { throw refusal }
    return order
  }

  private mutating func takeBack(
    _ order: VenueOrderRecord, as name: String?, at now: Instant
  ) -> VenueCancelReport {
    if let listID = order.listID, let list = book(order.account).list(listID) {
      return .list(takeBack(list, as: name, at: now))
    }
    return .order(takeBackAlone(order, as: name, at: now))
  }

  private mutating func takeBack(
    _ list: VenueOrderListRecord, as name: String?, at now: Instant
  ) -> VenueListCancellation {
    var cancellations: [VenueCancellation] = []
    for member in list.members {
      guard let order = book(list.account).order(member.orderID), order.status.isOpen else { continue }
      cancellations.append(takeBackAlone(order, as: name, at: now))
    }
    tell(.allDone, list.id, of: list.account, at: now)
    return VenueListCancellation(list: book(list.account).list(list.id) ?? list, orders: cancellations)
  }

  private mutating func takeBackAlone(
    _ order: VenueOrderRecord, as name: String?, at now: Instant
  ) -> VenueCancellation {
    end(order.id, of: order.account, as: .canceled, at: now)
    let name = name ?? "cancel-\(numbers.execution)"
    report(
      .canceled, order.id, of: order.account, at: now,
      ReportDetail(clientOrderID: name, originalClientOrderID: order.clientOrderID))
    return VenueCancellation(order: book(order.account).order(order.id) ?? order, clientOrderID: name, time: now)
  }
}

extension TradingStatus {
  /// Whether orders can be taken back.
  var takesCancels: Bool { self == .trading || self == .cancelOnly }
}
