// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Which order is meant.
public enum OrderKey: Hashable, Sendable {
  /// By the venue's number: the quickest.
  case exchange(Int64)
  /// By what it was placed as.
  case client(String)
}

extension AccountRequest {
  /// Places an order.
  public static func placing(_ order: NewOrder) -> AccountRequest {
    AccountRequest(.post, "/api/v3/order", "order.place", weight: 1, orders: 1) { order.add(to: &$0) }
  }

  /// Has an order judged, and not placed.
  public static func testing(_ order: NewOrder) -> AccountRequest {
    AccountRequest(.post, "/api/v3/order/test", "order.test", weight: 1) { order.add(to: &$0) }
  }

  /// Only then an order is taken back.
  public enum CancelRestriction: String, Hashable, Sendable {
    /// While nothing of it is filled.
    case onlyNew = "ONLY_NEW"
    /// While part of it is filled.
    case onlyPartiallyFilled = "ONLY_PARTIALLY_FILLED"
  }

  /// Takes an order back; one of a list takes the list with it.
  public static func canceling(
    _ key: OrderKey, of pair: Pair, restriction: CancelRestriction? = nil
  ) -> AccountRequest {
    AccountRequest(.delete, "/api/v3/order", "order.cancel", weight: 1) {
      $0.add("symbol", pair.symbol)
      $0.add(key)
      $0.add("cancelRestrictions", restriction?.rawValue)
    }
  }

  /// Takes back every order of a pair, lists too.
  public static func cancelingAll(of pair: Pair) -> AccountRequest {
    AccountRequest(.delete, "/api/v3/openOrders", "openOrders.cancelAll", weight: 1) { $0.add("symbol", pair.symbol) }
  }

  /// Takes an order back and places another. Where the first can't be taken back nothing is placed, unless
  /// `evenIfNotCanceled`.
  public static func replacing(
    _ key: OrderKey, by order: NewOrder, evenIfNotCanceled: Bool = false
  ) -> AccountRequest {
    AccountRequest(.post, "/api/v3/order/cancelReplace", "order.cancelReplace", weight: 1, orders: 1) {
      order.add(to: &$0)
      $0.add("cancelReplaceMode", evenIfNotCanceled ? "ALLOW_FAILURE" : "STOP_ON_FAILURE")
      switch key {
      case .exchange(let number): $0.add("cancelOrderId", number)
      case .client(let text): $0.add("cancelOrigClientOrderId", text)
      }
    }
  }

  /// Lowers an order's quantity; it keeps its place in the queue.
  ///
  /// - Parameter clientOrderID: what it is known by afterwards; one may keep the same.
  public static func amending(
    _ key: OrderKey, of pair: Pair, to quantity: Quantity, as clientOrderID: String
  ) -> AccountRequest {
    AccountRequest(.put, "/api/v3/order/amend/keepPriority", "order.amend.keepPriority", weight: 4) {
      $0.add("symbol", pair.symbol)
      $0.add(key)
      $0.add("newClientOrderId", clientOrderID)
      $0.add("newQty", quantity.description)
    }
  }
}

extension RequestParameters {
  /// Adds which order is meant.
  mutating func add(_ key: OrderKey) {
    switch key {
    case .exchange(let number): add("orderId", number)
    case .client(let text): add("origClientOrderId", text)
    }
  }
}
