// SPDX-License-Identifier: Apache-2.0

/// An order as a venue's filters see it: any that Binance knows, not only those that bots place.
///
/// Which fields go with which type is not judged here: the venue says so before it asks its filters.
public struct VenueOrder: Hashable, Sendable {
  /// The type, by its word on the wire.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// At the price or a better one.
    case limit = "LIMIT"
    /// A limit order that is refused where it would match at once.
    case limitMaker = "LIMIT_MAKER"
    /// At once, at the best prices there are.
    case market = "MARKET"
    /// A market order once the stop price is reached, against the holder.
    case stopLoss = "STOP_LOSS"
    /// A limit order once the stop price is reached, against the holder.
    case stopLossLimit = "STOP_LOSS_LIMIT"
    /// A market order once the stop price is reached, in favour of the holder.
    case takeProfit = "TAKE_PROFIT"
    /// A limit order once the stop price is reached, in favour of the holder.
    case takeProfitLimit = "TAKE_PROFIT_LIMIT"

    /// The word for one of our own kinds.
    public init(_ kind: OrderKind) {
      self =
        switch kind {
        case .market: .market
        case .limit: .limit
        case .limitMaker: .limitMaker
        case .stopLoss: .stopLoss
        case .stopLossLimit: .stopLossLimit
        case .takeProfit: .takeProfit
        case .takeProfitLimit: .takeProfitLimit
        }
    }

    /// Whether Binance counts it as an "algo" order.
    public var isAlgo: Bool { isStopLoss || isTakeProfit }

    /// Whether it waits for a price against the holder.
    public var isStopLoss: Bool { self == .stopLoss || self == .stopLossLimit }

    /// Whether it waits for a price in favour of the holder.
    public var isTakeProfit: Bool { self == .takeProfit || self == .takeProfitLimit }
  }

  /// How much is ordered.
  public enum Amount: Hashable, Sendable {
    /// So much of the base asset.
    case base(Quantity)
    /// As much as can be had for so much of the quote asset: `quoteOrderQty`. The venue picks a quantity on the step.
    case quote(Money)
  }

  /// What is traded.
  public var pair: Pair
  /// Buy or sell.
  public var side: Side
  /// The type.
  public var kind: Kind
  /// How much.
  public var amount: Amount
  /// The limit price; nil for an order without one.
  public var price: Price?
  /// The price that wakes it; nil for an order that doesn't wait, or only for a trailing stop.
  public var stopPrice: Price?
  /// How much of it is shown; nil for all.
  public var icebergQuantity: Quantity?
  /// How far a trailing stop trails, in hundredths of a percent; nil where it doesn't.
  public var trailingDelta: Int?

  /// An order of its fields.
  public init(
    pair: Pair, side: Side, kind: Kind, amount: Amount, price: Price? = nil, stopPrice: Price? = nil,
    icebergQuantity: Quantity? = nil, trailingDelta: Int? = nil
  ) {
    self.pair = pair
    self.side = side
    self.kind = kind
    self.amount = amount
    self.price = price
    self.stopPrice = stopPrice
    self.icebergQuantity = icebergQuantity
    self.trailingDelta = trailingDelta
  }

  /// One of our own orders.
  public init(_ terms: OrderTerms) {
    self.init(
      pair: terms.pair, side: terms.side, kind: Kind(terms.kind), amount: .base(terms.quantity),
      price: terms.kind.limitPrice, stopPrice: terms.kind.triggerPrice)
  }

  /// How much of the base asset; nil where only the value is ordered.
  public var quantity: Quantity? {
    switch amount {
    case .base(let quantity): quantity
    case .quote: nil
    }
  }

  /// Whether it shows only part of itself.
  public var isIceberg: Bool { icebergQuantity.map { $0 > .zero } ?? false }
}
