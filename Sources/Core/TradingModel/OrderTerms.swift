// SPDX-License-Identifier: Apache-2.0

/// Buy or sell.
public enum Side: String, Hashable, Sendable, CaseIterable {
  /// Pays quote, gets base.
  case buy
  /// Gives base, gets quote.
  case sell
}

/// How an order is to be filled.
public enum OrderKind: Hashable, Sendable {
  /// At once, at the best prices there are.
  case market
  /// At this price or a better one; rests until then.
  case limit(Price)

  /// The limit price, if there is one.
  public var limitPrice: Price? {
    switch self {
    case .market: nil
    case .limit(let price): price
    }
  }

  /// The name in API and database: `market`, `limit`.
  public var name: String {
    switch self {
    case .market: "market"
    case .limit: "limit"
    }
  }
}

/// What an order asks of an exchange.
public struct OrderTerms: Hashable, Sendable {
  /// What is traded.
  public let pair: Pair
  /// Buy or sell.
  public let side: Side
  /// Market or limit.
  public let kind: OrderKind
  /// How much of the base asset; above 0.
  public let quantity: Quantity

  /// The terms of an order.
  public init(pair: Pair, side: Side, kind: OrderKind, quantity: Quantity) {
    self.pair = pair
    self.side = side
    self.kind = kind
    self.quantity = quantity
  }
}
