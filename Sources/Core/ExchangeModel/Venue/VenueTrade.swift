// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// A fill of an account's order: a row of `myTrades`.
public struct VenueTrade: Hashable, Sendable {
  /// The trade's number, unique on the venue; two accounts that match each other have the same one.
  public let id: Int64
  /// The order's number.
  public let orderID: Int64
  /// The number of the order's list, or nil.
  public let listID: Int64?
  /// Whose it is.
  public let account: VenueAccountID
  /// What was traded.
  public let pair: Pair
  /// Buy or sell.
  public let side: Side
  /// At what price.
  public let price: Price
  /// How much of the base asset, before the fee.
  public let quantity: Quantity
  /// `quoteQty`: price × quantity, down to 8 places.
  public let quote: Money
  /// What the venue took.
  public let commission: Commission
  /// When.
  public let time: Instant
  /// Whether the order rested.
  public let isMaker: Bool
}

/// A match that self-trade prevention kept from happening.
public struct VenuePreventedMatch: Hashable, Sendable {
  /// Its number, unique on the venue.
  public let id: Int64
  /// The pair.
  public let pair: Pair
  /// The order that would have taken.
  public let takerOrderID: Int64
  /// The order that would have been taken.
  public let makerOrderID: Int64
  /// Whose order would have taken.
  public let takerAccount: VenueAccountID
  /// Whose order would have been taken.
  public let makerAccount: VenueAccountID
  /// The group of the two accounts; nil for none (-1 on the wire).
  public let tradeGroup: Int?
  /// What prevented it.
  public let mode: SelfTradePrevention
  /// At what price they would have matched.
  public let price: Price
  /// What the taker's order lost; nil where the mode doesn't touch it.
  public let takerPrevented: Quantity?
  /// What the maker's order lost; nil where the mode doesn't touch it.
  public let makerPrevented: Quantity?
  /// How much would have matched.
  public let matched: Quantity
  /// When.
  public let time: Instant
}

/// A change of an open order that kept its place in the queue: a row of `order/amendments`.
public struct VenueAmendment: Hashable, Sendable {
  /// The pair.
  public let pair: Pair
  /// The order's number.
  public let orderID: Int64
  /// The number of the execution report that told of it.
  public let executionID: Int64
  /// What the client called the order before.
  public let originalClientOrderID: String
  /// What the client calls it since.
  public let newClientOrderID: String
  /// `origQty` before.
  public let originalQuantity: Quantity
  /// `origQty` since.
  public let newQuantity: Quantity
  /// When.
  public let time: Instant
}
