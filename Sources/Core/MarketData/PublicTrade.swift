// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// A trade that somebody made, as the venue tells everybody.
@frozen
public struct PublicTrade: Hashable, Sendable {
  /// The venue's number for it, rising by one per pair.
  public let id: Int64
  /// When, by the venue's clock.
  public let time: Instant
  /// At what price.
  public let price: Price
  /// How much of the base asset.
  public let quantity: Quantity
  /// Whether the buyer's order rested: then the price is the bid, else it is the ask.
  public let isBuyerMaker: Bool

  /// A trade as the venue tells it.
  @inlinable
  public init(id: Int64, time: Instant, price: Price, quantity: Quantity, isBuyerMaker: Bool) {
    self.id = id
    self.time = time
    self.price = price
    self.quantity = quantity
    self.isBuyerMaker = isBuyerMaker
  }
}

/// The best prices of the order book.
@frozen
public struct Quote: Hashable, Sendable {
  /// The best price at which somebody buys.
  public let bid: Price
  /// How much is bought at it.
  public let bidQuantity: Quantity
  /// The best price at which somebody sells.
  public let ask: Price
  /// How much is sold at it.
  public let askQuantity: Quantity

  /// The best prices of a book.
  @inlinable
  public init(bid: Price, bidQuantity: Quantity, ask: Price, askQuantity: Quantity) {
    self.bid = bid
    self.bidQuantity = bidQuantity
    self.ask = ask
    self.askQuantity = askQuantity
  }

  /// How far apart the prices are; 0 where the book is crossed.
  public var spread: Price { Price(max(.zero, ask.value - bid.value)) }
}
