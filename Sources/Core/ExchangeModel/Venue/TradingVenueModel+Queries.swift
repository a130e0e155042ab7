// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension TradingVenueModel {
  /// An order. By the client's name it is the newest one of that name; by both it is found by its number and then
  /// compared.
  ///
  /// - Throws: -2013 where there is none, -2039 where the two names don't go together, -1102 without any.
  public func order(
    _ name: VenueOrderName, of pair: Pair, by id: VenueAccountID
  ) throws(VenueRefusal) -> VenueOrderRecord {
    if let number = name.id {
      guard let order = book(id).order(number), order.pair == pair else { throw .noSuchOrder }
      if let text = name.clientOrderID, text != order.clientOrderID { throw .clientIDMismatch }
      return order
    }
    guard let text = name.clientOrderID else { throw .missingBoth("origClientOrderId", "orderId") }
    guard let order = book(id).order(called: text, of: pair) else { throw .noSuchOrder }
    return order
  }

  /// What is open, by rising number; on one pair or on all.
  public func openOrders(of pair: Pair? = nil, by id: VenueAccountID) -> [VenueOrderRecord] {
    guard pair == nil else { return pair.map { book(id).openOrders(of: $0) } ?? [] }
    return book(id).openPairs.flatMap { book(id).openOrders(of: $0) }.sorted { $0.id < $1.id }
  }

  /// All orders of a pair that are kept, by rising number.
  public func allOrders(of pair: Pair, by id: VenueAccountID) -> [VenueOrderRecord] { book(id).allOrders(of: pair) }

  /// The trades of a pair that are kept, by rising number.
  public func trades(of pair: Pair, by id: VenueAccountID) -> [VenueTrade] { book(id).trades(of: pair) }

  /// The trades of an order, by rising number.
  public func trades(ofOrder orderID: Int64, by id: VenueAccountID) -> [VenueTrade] {
    book(id).trades(ofOrder: orderID)
  }

  /// A list, by its number or the newest one of the client's name.
  ///
  /// - Throws: -2018 where there is none.
  public func list(
    listID: Int64?, clientListID: String?, by id: VenueAccountID
  ) throws(VenueRefusal) -> VenueOrderListRecord {
    let list = listID.map { book(id).list($0) } ?? clientListID.flatMap { book(id).list(called: $0) }
    guard let list else { throw .noSuchList }
    if let clientListID, clientListID != list.clientListID { throw .noSuchList }
    return list
  }

  /// All lists that are kept, by rising number.
  public func lists(by id: VenueAccountID) -> [VenueOrderListRecord] { book(id).allLists }

  /// The lists of which something is open, by rising number.
  public func openLists(by id: VenueAccountID) -> [VenueOrderListRecord] { book(id).openLists }

  /// How an order was amended, oldest first.
  public func amendments(ofOrder orderID: Int64, by id: VenueAccountID) -> [VenueAmendment] {
    book(id).amendments(ofOrder: orderID)
  }

  /// The matches of a pair that self-trade prevention kept from happening, by rising number.
  public func preventedMatches(of pair: Pair, by id: VenueAccountID) -> [VenuePreventedMatch] {
    book(id).preventions.filter { $0.pair == pair }
  }

  /// Whether any order of a pair is open, so that its trades matter.
  public func awaits(_ pair: Pair) -> Bool { pairs[pair].map { !$0.isEmpty } ?? false }
}
