// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// A trade, or an aggregate of trades, that the venue numbers: each number is higher by one than the one before.
public protocol NumberedTrade: Hashable, Sendable {
  /// The venue's number for it, rising by one per pair.
  var id: Int64 { get }
  /// When, by the venue's clock.
  var time: Instant { get }
  /// At what price.
  var price: Price { get }
  /// How much of the base asset.
  var quantity: Quantity { get }
}

extension PublicTrade: NumberedTrade {}

/// What one order took at one price: one or several trades.
@frozen
public struct AggregateTrade: NumberedTrade {
  /// The venue's number for the aggregate, rising by one per pair; not the number of a trade.
  public let id: Int64
  /// The number of its first trade.
  public let firstTradeID: Int64
  /// The number of its last trade; the same where it is a single one.
  public let lastTradeID: Int64
  /// When, by the venue's clock.
  public let time: Instant
  /// At what price.
  public let price: Price
  /// How much of the base asset, all its trades together.
  public let quantity: Quantity
  /// Whether the buyer's order rested: then the price is the bid, else it is the ask.
  public let isBuyerMaker: Bool

  /// An aggregate as the venue tells it.
  @inlinable
  public init(
    id: Int64, firstTradeID: Int64, lastTradeID: Int64, time: Instant, price: Price, quantity: Quantity,
    isBuyerMaker: Bool
  ) {
    self.id = id
    self.firstTradeID = firstTradeID
    self.lastTradeID = lastTradeID
    self.time = time
    self.price = price
    self.quantity = quantity
    self.isBuyerMaker = isBuyerMaker
  }
}
