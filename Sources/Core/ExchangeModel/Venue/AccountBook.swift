// SPDX-License-Identifier: Apache-2.0

import DequeModule
import TradingModel

/// An account with its orders, fills and lists. Orders that have ended are kept up to a bound.
struct AccountBook: Sendable {
  /// What an amount is held for: an order, or the two orders of an OCO, of which only one can be filled.
  enum HoldKey: Hashable, Sendable {
    case order(Int64)
    case oco(list: Int64)
  }

  private struct Name: Hashable {
    let pair: Pair
    let text: String
  }

  var account: VenueAccount
  /// What is locked, by what it is locked for.
  var holds: [HoldKey: Fixed] = [:]
  /// How many orders were placed in the window of a number, by the limits' places in the settings.
  var counts: [(window: Int64, count: Int)]

  private var orders: [Int64: VenueOrderRecord] = [:]
  private var numbers: [Pair: Deque<Int64>] = [:]
  private var open: [Pair: [Int64]] = [:]
  private var ended: Deque<Int64> = []
  private var newestOrders: [Name: Int64] = [:]
  private var fills: [Int64: [VenueTrade]] = [:]
  private var changes: [Int64: [VenueAmendment]] = [:]
  private var lists: [Int64: VenueOrderListRecord] = [:]
  private var openListNumbers: Set<Int64> = []
  private var newestLists: [String: Int64] = [:]
  private(set) var preventions: Deque<VenuePreventedMatch> = []

  init(_ account: VenueAccount, limits: Int) {
    self.account = account
    counts = Array(repeating: (0, 0), count: limits)
  }

  // MARK: Orders

  func order(_ id: Int64) -> VenueOrderRecord? { orders[id] }

  /// The newest order of a pair that has a client's name.
  func order(called name: String, of pair: Pair) -> VenueOrderRecord? {
    newestOrders[Name(pair: pair, text: name)].flatMap { orders[$0] }
  }

  func hasOpen(called name: String, of pair: Pair) -> Bool {
    order(called: name, of: pair)?.status.isOpen ?? false
  }

  var openPairs: [Pair] { open.keys.sorted() }

  func openOrders(of pair: Pair) -> [VenueOrderRecord] { (open[pair] ?? []).compactMap { orders[$0] } }

  func allOrders(of pair: Pair) -> [VenueOrderRecord] { (numbers[pair] ?? []).compactMap { orders[$0] } }

  mutating func add(_ record: VenueOrderRecord) {
    orders[record.id] = record
    numbers[record.pair, default: []].append(record.id)
    newestOrders[Name(pair: record.pair, text: record.clientOrderID)] = record.id
    open[record.pair, default: []].append(record.id)
  }

  /// Changes an order; without effect where it isn't kept.
  mutating func change(_ id: Int64, _ body: (inout VenueOrderRecord) -> Void) {
    guard let before = orders[id] else { return }
    var after = before
    body(&after)
    orders[id] = after
    if before.clientOrderID != after.clientOrderID { rename(before, to: after.clientOrderID) }
    if before.status.isOpen, !after.status.isOpen {
      open[after.pair]?.removeAll { $0 == id }
      if open[after.pair]?.isEmpty == true { open[after.pair] = nil }
      ended.append(id)
    }
  }

  private mutating func rename(_ record: VenueOrderRecord, to name: String) {
    let old = Name(pair: record.pair, text: record.clientOrderID)
    if newestOrders[old] == record.id { newestOrders[old] = nil }
    newestOrders[Name(pair: record.pair, text: name)] = record.id
  }

  // MARK: What belongs to orders

  mutating func add(_ trade: VenueTrade) { fills[trade.orderID, default: []].append(trade) }

  func trades(ofOrder id: Int64) -> [VenueTrade] { fills[id] ?? [] }

  func trades(of pair: Pair) -> [VenueTrade] {
    (numbers[pair] ?? []).flatMap { fills[$0] ?? [] }.sorted { $0.id < $1.id }
  }

  mutating func add(_ amendment: VenueAmendment) { changes[amendment.orderID, default: []].append(amendment) }

  func amendments(ofOrder id: Int64) -> [VenueAmendment] { changes[id] ?? [] }

  mutating func add(_ prevention: VenuePreventedMatch, keeping max: Int) {
    preventions.append(prevention)
    while preventions.count > max { preventions.removeFirst() }
  }

  /// The prevented matches from a number on, oldest first.
  func preventions(since first: Int64) -> [VenuePreventedMatch] {
    preventions.reversed().prefix { $0.id >= first }.reversed()
  }

  // MARK: Lists

  func list(_ id: Int64) -> VenueOrderListRecord? { lists[id] }

  /// The newest list that has a client's name.
  func list(called name: String) -> VenueOrderListRecord? {
    newestLists[name].flatMap { lists[$0] }
  }

  func hasOpenList(called name: String) -> Bool {
    newestLists[name].map(openListNumbers.contains) ?? false
  }

  var allLists: [VenueOrderListRecord] { lists.values.sorted { $0.id < $1.id } }

  var openLists: [VenueOrderListRecord] { openListNumbers.sorted().compactMap { lists[$0] } }

  mutating func add(_ list: VenueOrderListRecord) {
    lists[list.id] = list
    openListNumbers.insert(list.id)
    newestLists[list.clientListID] = list.id
  }

  mutating func changeList(_ id: Int64, _ body: (inout VenueOrderListRecord) -> Void) {
    guard var list = lists[id] else { return }
    body(&list)
    lists[id] = list
    if list.orderStatus != .executing { openListNumbers.remove(id) }
  }

  // MARK: The bound

  /// Forgets the orders that ended first, beyond so many.
  mutating func prune(keeping max: Int) {
    while ended.count > max, let id = ended.popFirst() { forget(id) }
  }

  private mutating func forget(_ id: Int64) {
    guard let record = orders.removeValue(forKey: id) else { return }
    if let index = numbers[record.pair]?.firstIndex(of: id) { numbers[record.pair]?.remove(at: index) }
    let name = Name(pair: record.pair, text: record.clientOrderID)
    if newestOrders[name] == id { newestOrders[name] = nil }
    fills[id] = nil
    changes[id] = nil
    guard let listID = record.listID, let list = lists[listID] else { return }
    if list.members.allSatisfy({ orders[$0.orderID] == nil }) {
      lists[listID] = nil
      if newestLists[list.clientListID] == listID { newestLists[list.clientListID] = nil }
    }
  }
}
