// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// An order as the venue keeps it: everything that a query shows.
public struct VenueOrderRecord: Hashable, Sendable {
  /// The venue's number, unique on the venue and ever growing.
  public let id: Int64
  /// Whose it is.
  public let account: VenueAccountID
  /// The number of its list; nil for an order by itself (-1 on the wire).
  public let listID: Int64?
  /// What the client calls it; an amendment may change it, a cancel doesn't.
  public internal(set) var clientOrderID: String
  /// What was ordered: type, side, prices, and the amount as it was sent. An amendment may make the part smaller that
  /// is shown.
  public internal(set) var order: VenueOrder
  /// `origQty`: how much of the base asset. Of an order by value: what the venue picked. An amendment changes it.
  public internal(set) var quantity: Quantity
  /// `executedQty`: how much is filled.
  public internal(set) var executed: Quantity
  /// `cummulativeQuoteQty`: what the filled part cost or brought, without fees.
  public internal(set) var cumulativeQuote: Money
  /// `preventedQuantity`: how much self-trade prevention took away; 0 for nothing.
  public internal(set) var prevented: Quantity
  /// The numbers of its prevented matches.
  public internal(set) var preventedMatchIDs: [Int64]
  /// Where it stands. One of which prevention took some and the rest is filled is `FILLED`, too.
  public internal(set) var status: VenueOrderStatus
  /// How long it may wait; GTC for types that don't say.
  public let timeInForce: VenueTimeInForce
  /// When it was taken.
  public let time: Instant
  /// When it last changed.
  public internal(set) var updateTime: Instant
  /// Whether it is, or was, on the book: not before its stop price was reached or its working order was filled.
  public internal(set) var isWorking: Bool
  /// When it came on the book; nil before (-1 on the wire).
  public internal(set) var workingTime: Instant?
  /// When a trailing stop began to follow the price; nil before (-1 on the wire).
  public internal(set) var trailingTime: Instant?
  /// What prevents self-trades.
  public let selfTradePrevention: SelfTradePrevention
  /// Why the venue ended it; nil otherwise.
  public internal(set) var expiryReason: VenueExpiryReason?
  /// Why it was refused when it was to go live.
  public internal(set) var rejectReason: VenueRejectReason
  /// The client's number of the strategy.
  public let strategyID: Int64?
  /// The client's kind of the strategy.
  public let strategyType: Int?
  /// How often it was amended.
  public internal(set) var amendments: Int

  /// What is traded.
  public var pair: Pair { order.pair }
  /// Buy or sell.
  public var side: Side { order.side }
  /// How much may still be filled while it is open.
  public var remaining: Quantity { quantity - executed - prevented }
  /// `origQuoteOrderQty`: the value that was ordered, or 0.
  public var quoteAmount: Money {
    switch order.amount {
    case .base: .zero
    case .quote(let money): money
    }
  }
}
