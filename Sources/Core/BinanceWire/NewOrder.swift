// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// An order as it is asked of the venue.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints
public struct NewOrder: Hashable, Sendable {
  /// What the venue does where an order of ours would trade with another of ours.
  public enum SelfTradePrevention: String, Hashable, Sendable, CaseIterable {
    case none = "NONE"
    /// What is left of the new order expires.
    case expireTaker = "EXPIRE_TAKER"
    /// What is left of the resting order expires.
    case expireMaker = "EXPIRE_MAKER"
    case expireBoth = "EXPIRE_BOTH"
    /// Both are lowered by what would have been traded.
    case decrement = "DECREMENT"
    /// The amount is moved between the accounts.
    case transfer = "TRANSFER"
  }

  /// How much the venue answers.
  public enum AnswerKind: String, Hashable, Sendable, CaseIterable {
    case ack = "ACK"
    case result = "RESULT"
    case full = "FULL"
  }

  /// What is traded, how much and how.
  public var order: VenueOrder
  /// How long it stands; nil where the type takes none: ``VenueOrder/Kind/takesTimeInForce``.
  public var timeInForce: TimeInForce?
  /// Our identity of it: 1 to 36 of `[A-Za-z0-9-_]`.
  public var clientOrderID: String
  /// A label that comes back in reports: whose order it is.
  public var strategyID: Int64?
  /// A label that comes back in reports; 1,000,000 or above.
  public var strategyType: Int64?
  /// nil leaves it to the pair's default.
  public var selfTradePrevention: SelfTradePrevention?
  /// How much the venue answers; nil leaves it to the venue.
  public var answer: AnswerKind?

  /// An order; types that take a time in force stand until taken back, unless said otherwise.
  public init(
    _ order: VenueOrder, as clientOrderID: String, timeInForce: TimeInForce? = nil, strategyID: Int64? = nil,
    strategyType: Int64? = nil, selfTradePrevention: SelfTradePrevention? = nil, answer: AnswerKind? = .full
  ) {
    self.order = order
    self.timeInForce = order.kind.takesTimeInForce ? timeInForce ?? .goodTilCanceled : nil
    self.clientOrderID = clientOrderID
    self.strategyID = strategyID
    self.strategyType = strategyType
    self.selfTradePrevention = selfTradePrevention
    self.answer = answer
  }

  /// Adds the fields, those of the amount and of the pair included.
  func add(to parameters: inout RequestParameters) {
    parameters.add("symbol", order.pair.symbol)
    parameters.add("side", order.side.wireWord)
    parameters.add("type", order.kind.rawValue)
    parameters.add("timeInForce", timeInForce?.rawValue)
    switch order.amount {
    case .base(let quantity): parameters.add("quantity", quantity.description)
    case .quote(let money): parameters.add("quoteOrderQty", money.description)
    }
    parameters.add("price", order.price?.description)
    parameters.add("newClientOrderId", clientOrderID)
    parameters.add("strategyId", strategyID)
    parameters.add("strategyType", strategyType)
    parameters.add("stopPrice", order.stopPrice?.description)
    parameters.add("trailingDelta", order.trailingDelta)
    parameters.add("icebergQty", order.icebergQuantity?.description)
    parameters.add("newOrderRespType", answer?.rawValue)
    parameters.add("selfTradePreventionMode", selfTradePrevention?.rawValue)
  }
}

extension VenueOrder.Kind {
  /// Whether the type has a time in force; the venue refuses one with the others.
  public var takesTimeInForce: Bool {
    switch self {
    case .limit, .stopLossLimit, .takeProfitLimit: true
    case .market, .limitMaker, .stopLoss, .takeProfit: false
    }
  }
}

extension Side {
  /// The venue's word.
  public var wireWord: String {
    switch self {
    case .buy: "BUY"
    case .sell: "SELL"
    }
  }
}
