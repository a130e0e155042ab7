// SPDX-License-Identifier: Apache-2.0

/// What an account has open, on a pair or on the whole exchange.
public struct OpenOrderCounts: Hashable, Sendable {
  /// All orders, "algo" orders among them.
  public var orders: Int
  /// Stop-loss and take-profit orders, with a limit or without.
  public var algoOrders: Int
  /// Orders that show only part of themselves.
  public var icebergOrders: Int
  /// Order lists; each counts once, and its orders count as orders besides.
  public var orderLists: Int

  /// Counts; what isn't given is 0.
  public init(orders: Int = 0, algoOrders: Int = 0, icebergOrders: Int = 0, orderLists: Int = 0) {
    self.orders = orders
    self.algoOrders = algoOrders
    self.icebergOrders = icebergOrders
    self.orderLists = orderLists
  }

  /// The counts once some orders more are open.
  ///
  /// - Parameter asList: whether they are one order list.
  public func adding(_ orders: [VenueOrder], asList: Bool = false) -> OpenOrderCounts {
    OpenOrderCounts(
      orders: self.orders + orders.count, algoOrders: algoOrders + orders.count { $0.kind.isAlgo },
      icebergOrders: icebergOrders + orders.count(where: \.isIceberg), orderLists: orderLists + (asList ? 1 : 0))
  }
}

/// How much an account may have open: MAX_NUM_… on a pair, EXCHANGE_MAX_NUM_… on the whole exchange. Nil is no limit.
public struct OpenOrderLimits: Hashable, Sendable {
  /// Where orders are counted.
  public enum Scope: Hashable, Sendable, CaseIterable {
    /// On one pair.
    case pair
    /// On all pairs.
    case exchange
  }

  /// `maxNumOrders`.
  public var orders: Int?
  /// `maxNumAlgoOrders`.
  public var algoOrders: Int?
  /// `maxNumIcebergOrders`.
  public var icebergOrders: Int?
  /// `maxNumOrderLists`.
  public var orderLists: Int?

  /// Limits; what isn't given is not limited.
  public init(orders: Int? = nil, algoOrders: Int? = nil, icebergOrders: Int? = nil, orderLists: Int? = nil) {
    self.orders = orders
    self.algoOrders = algoOrders
    self.icebergOrders = icebergOrders
    self.orderLists = orderLists
  }

  /// The first limit that placing orders would break, or nil. A limit that they don't add to is not broken by them.
  ///
  /// - Parameters:
  ///   - orders: what is placed together.
  ///   - asList: whether they are one order list.
  ///   - open: what the account has open before.
  ///   - scope: where `open` was counted; it decides the filters' names.
  public func violation(
    ofPlacing orders: [VenueOrder], asList: Bool = false, besides open: OpenOrderCounts, in scope: Scope
  ) -> FilterViolation? {
    let after = open.adding(orders, asList: asList)
    let isPair = scope == .pair
    let rows: [(limit: Int?, before: Int, after: Int, filter: FilterName)] = [
      (self.orders, open.orders, after.orders, isPair ? .maxNumOrders : .exchangeMaxNumOrders),
      (algoOrders, open.algoOrders, after.algoOrders, isPair ? .maxNumAlgoOrders : .exchangeMaxNumAlgoOrders),
      (
        icebergOrders, open.icebergOrders, after.icebergOrders,
        isPair ? .maxNumIcebergOrders : .exchangeMaxNumIcebergOrders
      ),
      (orderLists, open.orderLists, after.orderLists, isPair ? .maxNumOrderLists : .exchangeMaxNumOrderLists),
    ]
    for row in rows {
      if let limit = row.limit, row.after > row.before, row.after > limit {
        return .tooMany(limit: limit, count: row.after, filter: row.filter)
      }
    }
    return nil
  }
}
