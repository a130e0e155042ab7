// SPDX-License-Identifier: Apache-2.0

/// What an account can ask, by REST and by the WebSocket API alike.
enum PrivateOperation: String, CaseIterable, Sendable {
  case place, test, cancel, order, openOrders, cancelOpenOrders, allOrders, replace, amend, amendments
  case placeOCO, placeOldOCO, placeOTO, placeOTOCO, cancelList, list, allLists, openLists
  case trades, preventedMatches, account, commission, orderCounts, filters

  /// How REST names it: the method, and what follows `/api/v3/`.
  var rest: (method: String, path: String) {
    switch self {
    case .place: ("POST", "order")
    case .test: ("POST", "order/test")
    case .cancel: ("DELETE", "order")
    case .order: ("GET", "order")
    case .openOrders: ("GET", "openOrders")
    case .cancelOpenOrders: ("DELETE", "openOrders")
    case .allOrders: ("GET", "allOrders")
    case .replace: ("POST", "order/cancelReplace")
    case .amend: ("PUT", "order/amend/keepPriority")
    case .amendments: ("GET", "order/amendments")
    case .placeOCO: ("POST", "orderList/oco")
    case .placeOldOCO: ("POST", "order/oco")
    case .placeOTO: ("POST", "orderList/oto")
    case .placeOTOCO: ("POST", "orderList/otoco")
    case .cancelList: ("DELETE", "orderList")
    case .list: ("GET", "orderList")
    case .allLists: ("GET", "allOrderList")
    case .openLists: ("GET", "openOrderList")
    case .trades: ("GET", "myTrades")
    case .preventedMatches: ("GET", "myPreventedMatches")
    case .account: ("GET", "account")
    case .commission: ("GET", "account/commission")
    case .orderCounts: ("GET", "rateLimit/order")
    case .filters: ("GET", "myFilters")
    }
  }

  /// How the WebSocket API names it.
  var socketMethod: String {
    switch self {
    case .place: "order.place"
    case .test: "order.test"
    case .cancel: "order.cancel"
    case .order: "order.status"
    case .openOrders: "openOrders.status"
    case .cancelOpenOrders: "openOrders.cancelAll"
    case .allOrders: "allOrders"
    case .replace: "order.cancelReplace"
    case .amend: "order.amend.keepPriority"
    case .amendments: "order.amendments"
    case .placeOCO: "orderList.place.oco"
    case .placeOldOCO: "orderList.place"
    case .placeOTO: "orderList.place.oto"
    case .placeOTOCO: "orderList.place.otoco"
    case .cancelList: "orderList.cancel"
    case .list: "orderList.status"
    case .allLists: "allOrderLists"
    case .openLists: "openOrderLists.status"
    case .trades: "myTrades"
    case .preventedMatches: "myPreventedMatches"
    case .account: "account.status"
    case .commission: "account.commission"
    case .orderCounts: "account.rateLimits.orders"
    case .filters: "myFilters"
    }
  }

  /// The path, and before it the method: what faults are aimed by.
  var faultNames: [String] { [rest.path, "\(rest.method) \(rest.path)"] }

  /// Whether it changes something.
  var changes: Bool {
    switch self {
    case .place, .cancel, .cancelOpenOrders, .replace, .amend, .placeOCO, .placeOldOCO, .placeOTO, .placeOTOCO,
      .cancelList:
      true
    case .test, .order, .openOrders, .allOrders, .amendments, .list, .allLists, .openLists, .trades, .preventedMatches,
      .account, .commission, .orderCounts, .filters:
      false
    }
  }

  /// Whether the key must have the right to trade.
  var needsTrading: Bool { changes || self == .test }

  /// Whether its answer tells how many orders the account has placed.
  var countsOrders: Bool {
    switch self {
    case .place, .replace, .placeOCO, .placeOldOCO, .placeOTO, .placeOTOCO: true
    default: false
    }
  }
}

// MARK: What it costs

extension PrivateOperation {
  /// What a request weighs that is served; what changes orders costs nothing then.
  func weight(_ parameters: RestParameters) -> Int {
    switch self {
    case .place, .cancel, .cancelOpenOrders, .replace, .placeOCO, .placeOldOCO, .placeOTO, .placeOTOCO, .cancelList: 0
    default: failedWeight(parameters)
    }
  }

  /// What a request weighs that is refused.
  func failedWeight(_ parameters: RestParameters) -> Int {
    switch self {
    case .place, .cancel, .cancelOpenOrders, .replace, .placeOCO, .placeOldOCO, .placeOTO, .placeOTOCO, .cancelList: 1
    case .test: parameters.query["computeCommissionRates"] == "true" ? 20 : 1
    case .order, .amend, .amendments, .list: 4
    case .openOrders: parameters.has("symbol") ? 6 : 80
    case .openLists: 6
    case .trades: parameters.has("orderId") ? 5 : 20
    case .preventedMatches: parameters.has("preventedMatchId") ? 2 : 20
    case .allOrders, .allLists, .account, .commission: 20
    case .orderCounts, .filters: 40
    }
  }
}

// MARK: By its names

extension PrivateOperation {
  private static let byRest = Dictionary(
    uniqueKeysWithValues: allCases.map { ("\($0.rest.method) \($0.rest.path)", $0) })
  private static let bySocketMethod = Dictionary(uniqueKeysWithValues: allCases.map { ($0.socketMethod, $0) })

  init?(method: String, path: String) {
    guard let operation = Self.byRest["\(method) \(path)"] else { return nil }
    self = operation
  }

  init?(socketMethod: String) {
    guard let operation = Self.bySocketMethod[socketMethod] else { return nil }
    self = operation
  }

  /// The methods that a path takes; empty for one that isn't there.
  static func methods(of path: String) -> [String] {
    allCases.filter { $0.rest.path == path }.map(\.rest.method).sorted()
  }
}
