// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension AccountRequest {
  /// How many rows an answer has at most.
  public static let rowsMax = 1000

  /// Looks an order up.
  public static func order(_ key: OrderKey, of pair: Pair) -> AccountRequest {
    AccountRequest(.get, "/api/v3/order", "order.status", weight: 4) {
      $0.add("symbol", pair.symbol)
      $0.add(key)
    }
  }

  /// The orders that rest, of one pair or of all.
  public static func openOrders(of pair: Pair? = nil) -> AccountRequest {
    AccountRequest(.get, "/api/v3/openOrders", "openOrders.status", weight: pair == nil ? 80 : 6) {
      $0.add("symbol", pair?.symbol)
    }
  }

  /// A pair's orders of all kinds, from a number on.
  public static func allOrders(of pair: Pair, from number: Int64? = nil, limit: Int = rowsMax) -> AccountRequest {
    AccountRequest(.get, "/api/v3/allOrders", "allOrders", weight: 20) {
      $0.add("symbol", pair.symbol)
      $0.add("orderId", number)
      $0.add("limit", limit)
    }
  }

  /// The fills of one order, from a trade's number on.
  public static func fills(
    of pair: Pair, order: Int64, from trade: Int64? = nil, limit: Int = rowsMax
  ) -> AccountRequest {
    AccountRequest(.get, "/api/v3/myTrades", "myTrades", weight: 5) {
      $0.add("symbol", pair.symbol)
      $0.add("orderId", order)
      $0.add("fromId", trade)
      $0.add("limit", limit)
    }
  }

  /// A pair's fills, from a trade's number on, or the newest.
  public static func fills(of pair: Pair, from trade: Int64? = nil, limit: Int = rowsMax) -> AccountRequest {
    AccountRequest(.get, "/api/v3/myTrades", "myTrades", weight: 20) {
      $0.add("symbol", pair.symbol)
      $0.add("fromId", trade)
      $0.add("limit", limit)
    }
  }

  /// Balances and rights of the account, without what it has nothing of.
  public static let account = AccountRequest(.get, "/api/v3/account", "account.status", weight: 20) {
    $0.add("omitZeroBalances", true)
  }

  /// What the venue takes of the account's trades in a pair.
  public static func commission(of pair: Pair) -> AccountRequest {
    AccountRequest(.get, "/api/v3/account/commission", "account.commission", weight: 20) {
      $0.add("symbol", pair.symbol)
    }
  }

  /// How many orders were counted, and how many may be.
  public static let orderCounts = AccountRequest(
    .get, "/api/v3/rateLimit/order", "account.rateLimits.orders", weight: 40)

  /// What the key may do; mainnet only.
  ///
  /// Source: https://developers.binance.com/docs/wallet/account/api-key-permission
  public static let restrictions = AccountRequest(.get, "/sapi/v1/account/apiRestrictions", nil, weight: 1)

  /// Puts a WebSocket connection under a key; Ed25519 keys only.
  public static let logon = AccountRequest(.get, nil, "session.logon", weight: 2)

  /// Subscribes a connection that is logged on to its account's events.
  public static let subscription = AccountRequest(.get, nil, "userDataStream.subscribe", weight: 2)

  /// Subscribes a connection to the events of the account whose key signs.
  public static let signedSubscription = AccountRequest(.get, nil, "userDataStream.subscribe.signature", weight: 2)
}
