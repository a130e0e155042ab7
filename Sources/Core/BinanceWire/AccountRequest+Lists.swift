// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// An order of a list, next to what the list says.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints#order-lists
public struct ListLeg: Hashable, Sendable {
  /// The type.
  public var kind: VenueOrder.Kind
  /// Our identity of it.
  public var clientOrderID: String
  /// The limit price, for types that have one.
  public var price: Price?
  /// The price that wakes it.
  public var stopPrice: Price?
  /// How far a trailing stop trails, in hundredths of a percent.
  public var trailingDelta: Int?
  /// A label that comes back in reports: whose order it is.
  public var strategyID: Int64?
  /// A label that comes back in reports; 1,000,000 or above.
  public var strategyType: Int64?

  /// An order of a list.
  public init(
    _ kind: VenueOrder.Kind, as clientOrderID: String, price: Price? = nil, stopPrice: Price? = nil,
    trailingDelta: Int? = nil, strategyID: Int64? = nil, strategyType: Int64? = nil
  ) {
    self.kind = kind
    self.clientOrderID = clientOrderID
    self.price = price
    self.stopPrice = stopPrice
    self.trailingDelta = trailingDelta
    self.strategyID = strategyID
    self.strategyType = strategyType
  }

  /// Adds the fields under a prefix: `above`, `below`, `pendingAbove`, `pendingBelow`, `working`.
  fileprivate func add(
    to parameters: inout RequestParameters, _ prefix: String,
    _ timeInForce: TimeInForce = .goodTilCanceled
  ) {
    parameters.add(prefix + "Type", kind.rawValue)
    parameters.add(prefix + "ClientOrderId", clientOrderID)
    parameters.add(prefix + "Price", price?.description)
    parameters.add(prefix + "StopPrice", stopPrice?.description)
    parameters.add(prefix + "TrailingDelta", trailingDelta)
    parameters.add(prefix + "TimeInForce", kind.takesTimeInForce ? timeInForce.rawValue : nil)
    parameters.add(prefix + "StrategyId", strategyID)
    parameters.add(prefix + "StrategyType", strategyType)
  }
}

/// Two orders of which one takes the other back: a target and a stop.
public struct OneCancelsOther: Hashable, Sendable {
  /// What is traded.
  public var pair: Pair
  /// Buy or sell, both.
  public var side: Side
  /// How much, each.
  public var quantity: Quantity
  /// The one whose price is above the market: the target of a sell, the stop of a buy.
  public var above: ListLeg
  /// The one whose price is below the market: the stop of a sell, the target of a buy.
  public var below: ListLeg

  /// Two orders of which one takes the other back.
  public init(pair: Pair, side: Side, quantity: Quantity, above: ListLeg, below: ListLeg) {
    self.pair = pair
    self.side = side
    self.quantity = quantity
    self.above = above
    self.below = below
  }
}

/// Which list is meant.
public enum ListKey: Hashable, Sendable {
  /// By the venue's number.
  case exchange(Int64)
  /// By what it was placed as.
  case client(String)
}

extension AccountRequest {
  /// Places a target and a stop of which one takes the other back.
  public static func placing(
    _ list: OneCancelsOther, as listID: String, selfTradePrevention: NewOrder.SelfTradePrevention? = nil
  ) -> AccountRequest {
    AccountRequest(.post, "/api/v3/orderList/oco", "orderList.place.oco", weight: 1, orders: 2) {
      $0.add("symbol", list.pair.symbol)
      $0.add("listClientOrderId", listID)
      $0.add("side", list.side.wireWord)
      $0.add("quantity", list.quantity.description)
      list.above.add(to: &$0, "above")
      list.below.add(to: &$0, "below")
      $0.add("newOrderRespType", NewOrder.AnswerKind.full.rawValue)
      $0.add("selfTradePreventionMode", selfTradePrevention?.rawValue)
    }
  }

  /// Places an order and, once all of it is filled, a target and a stop of which one takes the other back.
  ///
  /// - Parameter working: `LIMIT` or `LIMIT_MAKER`, of the base asset.
  public static func placing(
    _ working: NewOrder, then exit: OneCancelsOther, as listID: String
  ) -> AccountRequest {
    AccountRequest(.post, "/api/v3/orderList/otoco", "orderList.place.otoco", weight: 1, orders: 3) {
      $0.add("symbol", working.order.pair.symbol)
      $0.add("listClientOrderId", listID)
      $0.add("workingSide", working.order.side.wireWord)
      $0.add("workingQuantity", working.order.quantity?.description)
      $0.add("workingIcebergQty", working.order.icebergQuantity?.description)
      let leg = ListLeg(
        working.order.kind, as: working.clientOrderID, price: working.order.price, strategyID: working.strategyID,
        strategyType: working.strategyType)
      leg.add(to: &$0, "working", working.timeInForce ?? .goodTilCanceled)
      $0.add("pendingSide", exit.side.wireWord)
      $0.add("pendingQuantity", exit.quantity.description)
      exit.above.add(to: &$0, "pendingAbove")
      exit.below.add(to: &$0, "pendingBelow")
      $0.add("newOrderRespType", NewOrder.AnswerKind.full.rawValue)
      $0.add("selfTradePreventionMode", working.selfTradePrevention?.rawValue)
    }
  }

  /// Takes a list back, all of its orders.
  public static func cancelingList(_ key: ListKey, of pair: Pair) -> AccountRequest {
    AccountRequest(.delete, "/api/v3/orderList", "orderList.cancel", weight: 1) {
      $0.add("symbol", pair.symbol)
      switch key {
      case .exchange(let number): $0.add("orderListId", number)
      case .client(let text): $0.add("listClientOrderId", text)
      }
    }
  }

  /// Looks a list up.
  public static func list(_ key: ListKey) -> AccountRequest {
    AccountRequest(.get, "/api/v3/orderList", "orderList.status", weight: 4) {
      switch key {
      case .exchange(let number): $0.add("orderListId", number)
      case .client(let text): $0.add("origClientOrderId", text)
      }
    }
  }
}
