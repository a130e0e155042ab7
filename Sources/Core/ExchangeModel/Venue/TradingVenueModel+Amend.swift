// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension TradingVenueModel {
  /// Makes an order smaller without losing its place in the queue; of an OCO both orders. One that is made as small as
  /// what is filled of it expires.
  ///
  /// - Throws: -2038 where there is no such open order, where the quantity doesn't shrink, and after too many amendments;
  ///   -2010 for a name that another open order has; what the filters say of the new quantity.
  public mutating func amend(
    _ request: VenueAmendRequest, by id: VenueAccountID, at now: Instant, in market: PairMarket
  ) throws(VenueRefusal) -> VenueAmended {
    precondition(request.pair == market.pair, "an order is amended on its own market")
    guard market.rules.status == .trading else { throw .amendRejected("Market is closed.") }
    let order = try openOrder(request.name, of: request.pair, by: id, or: .amendUnknown)
    try check(request, of: order, in: market)
    var number = numbers.execution
    let orders = [order] + [ocoPartner(of: order)].compactMap(\.self).filter(\.status.isOpen)
    for each in orders {
      let name = each.id == order.id ? request.newClientOrderID : each.clientOrderID
      let reported = amend(each, to: request.quantity, as: name, at: now)
      if each.id == order.id { number = reported }
    }
    let list = order.listID.flatMap { renameMember(of: $0, order, to: request.newClientOrderID, at: now) }
    let amendment = VenueAmendment(
      pair: order.pair, orderID: order.id, executionID: number, originalClientOrderID: order.clientOrderID,
      newClientOrderID: request.newClientOrderID, originalQuantity: order.quantity, newQuantity: request.quantity,
      time: now)
    books[id]?.add(amendment)
    for each in orders where book(id).order(each.id)?.remaining ?? .zero <= .zero {
      expire(each.id, of: id, .exchangeCanceled, at: now)
    }
    defer { settle(at: now) }
    return VenueAmended(amendment: amendment, order: book(id).order(order.id) ?? order, list: list)
  }

  private func check(
    _ request: VenueAmendRequest, of order: VenueOrderRecord, in market: PairMarket
  ) throws(VenueRefusal) {
    guard request.quantity != order.quantity else { throw .amendChangesNothing }
    guard request.quantity < order.quantity else { throw .amendIncreases }
    var smaller = order.order
    smaller.amount = .base(request.quantity)
    // What is shown of it shrinks with it.
    smaller.icebergQuantity = smaller.icebergQuantity.map { min($0, request.quantity) }
    if let violation = market.rules.violation(ofAmendingAfter: order.amendments)
      ?? market.rules.violation(of: smaller, by: market.prices)
    {
      throw VenueRefusal(violation)
    }
    if request.newClientOrderID != order.clientOrderID,
      book(order.account).hasOpen(called: request.newClientOrderID, of: order.pair)
    {
      throw .amendRejected("Duplicate order sent.")
    }
  }

  /// - Returns: the number of the report.
  private mutating func amend(
    _ order: VenueOrderRecord, to quantity: Quantity, as name: String, at now: Instant
  ) -> Int64 {
    books[order.account]?.change(order.id) { record in
      record.quantity = max(quantity, record.executed + record.prevented)
      record.order.icebergQuantity = record.order.icebergQuantity.map { min($0, quantity) }
      record.clientOrderID = name
      record.amendments += 1
      record.updateTime = now
    }
    if let record = book(order.account).order(order.id) { hold(for: record) }
    return report(
      .replaced, order.id, of: order.account, at: now,
      ReportDetail(originalClientOrderID: order.clientOrderID))
  }

  private mutating func renameMember(
    of listID: Int64, _ order: VenueOrderRecord, to name: String, at now: Instant
  ) -> VenueOrderListRecord? {
    guard name != order.clientOrderID else { return book(order.account).list(listID) }
    books[order.account]?.changeList(listID) { list in
      for index in list.members.indices where list.members[index].orderID == order.id {
        list.members[index].clientOrderID = name
      }
    }
    tell(.updated, listID, of: order.account, at: now)
    return book(order.account).list(listID)
  }
}
