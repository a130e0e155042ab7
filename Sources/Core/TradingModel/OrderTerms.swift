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
  /// The same, but only if it rests: where it would match at once the venue refuses it.
  case limitMaker(Price)
  /// At the market once the price has gone against the holder as far as the trigger.
  case stopLoss(trigger: Price)
  /// At a limit once the price has gone against the holder as far as the trigger.
  case stopLossLimit(trigger: Price, limit: Price)
  /// At the market once the price has gone the holder's way as far as the trigger.
  case takeProfit(trigger: Price)
  /// At a limit once the price has gone the holder's way as far as the trigger.
  case takeProfitLimit(trigger: Price, limit: Price)

  /// The kind of a name, with the prices that go with it; nil where they don't, or there is no such kind.
  public init?(name: String, limit: Price?, trigger: Price?) {
    switch (name, limit, trigger) {
    case ("market", nil, nil): self = .market
    case ("limit", let limit?, nil): self = .limit(limit)
    case ("limit_maker", let limit?, nil): self = .limitMaker(limit)
    case ("stop_loss", nil, let trigger?): self = .stopLoss(trigger: trigger)
    case ("stop_loss_limit", let limit?, let trigger?): self = .stopLossLimit(trigger: trigger, limit: limit)
    case ("take_profit", nil, let trigger?): self = .takeProfit(trigger: trigger)
    case ("take_profit_limit", let limit?, let trigger?): self = .takeProfitLimit(trigger: trigger, limit: limit)
    default: return nil
    }
  }

  /// The limit price, if there is one.
  public var limitPrice: Price? {
    switch self {
    case .limit(let price), .limitMaker(let price), .stopLossLimit(_, let price), .takeProfitLimit(_, let price): price
    case .market, .stopLoss, .takeProfit: nil
    }
  }

  /// The price that wakes it, if it waits for one.
  public var triggerPrice: Price? {
    switch self {
    case .stopLoss(let price), .stopLossLimit(let price, _), .takeProfit(let price), .takeProfitLimit(let price, _):
      price
    case .market, .limit, .limitMaker: nil
    }
  }

  /// The name in API and database: `market`, `limit`, `stop_loss_limit`.
  public var name: String {
    switch self {
    case .market: "market"
    case .limit: "limit"
    case .limitMaker: "limit_maker"
    case .stopLoss: "stop_loss"
    case .stopLossLimit: "stop_loss_limit"
    case .takeProfit: "take_profit"
    case .takeProfitLimit: "take_profit_limit"
    }
  }
}

/// How long an order with a limit price is to wait.
public enum TimeInForce: String, Hashable, Sendable, CaseIterable {
  /// Until it is filled or taken back.
  case goodTilCanceled = "GTC"
  /// Not at all: what can't be filled at once is given up.
  case immediateOrCancel = "IOC"
  /// Not at all: it is filled whole at once, or not.
  case fillOrKill = "FOK"
}

/// What an order asks of an exchange.
public struct OrderTerms: Hashable, Sendable {
  /// What is traded.
  public let pair: Pair
  /// Buy or sell.
  public let side: Side
  /// How it is to be filled.
  public let kind: OrderKind
  /// How much of the base asset; above 0.
  public let quantity: Quantity
  /// How long it is to wait; matters for kinds with a limit price other than ``OrderKind/limitMaker(_:)``.
  public let timeInForce: TimeInForce

  /// The terms of an order.
  public init(
    pair: Pair, side: Side, kind: OrderKind, quantity: Quantity, timeInForce: TimeInForce = .goodTilCanceled
  ) {
    self.pair = pair
    self.side = side
    self.kind = kind
    self.quantity = quantity
    self.timeInForce = timeInForce
  }
}
