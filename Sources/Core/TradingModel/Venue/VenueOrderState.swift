// SPDX-License-Identifier: Apache-2.0

/// An order as the venue shows it.
public struct VenueOrderState: Hashable, Sendable {
  /// Where it stands.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// On the book, or waiting for its price or for another order of its list; nothing is filled.
    case open
    /// Open, and part of it is filled.
    case partiallyFilled
    /// All of it is filled.
    case filled
    /// Taken back; part of it may be filled.
    case canceled
    /// Ended by the venue; part of it may be filled.
    case expired
    /// Refused by the venue.
    case rejected

    /// Whether nothing more comes of it.
    public var isFinal: Bool { self != .open && self != .partiallyFilled }
  }

  /// What it was placed as: ours or anybody's.
  public let clientOrderID: String
  /// The venue's number.
  public let exchangeOrderID: String
  /// What is traded.
  public let pair: Pair
  /// Buy or sell.
  public let side: Side
  /// Where it stands.
  public let status: Status
  /// How much was ordered; 0 where it was ordered by value and the venue does not say.
  public let quantity: Quantity
  /// How much is filled.
  public let filled: Quantity
  /// What the filled part cost or brought, without fees.
  public let cost: Money
  /// What the venue says of why it ended, or nil.
  public let reason: String?
  /// When it last changed, by the venue's clock.
  public let time: Instant

  /// An order as the venue shows it.
  public init(
    clientOrderID: String, exchangeOrderID: String, pair: Pair, side: Side, status: Status, quantity: Quantity,
    filled: Quantity, cost: Money, reason: String? = nil, time: Instant
  ) {
    self.clientOrderID = clientOrderID
    self.exchangeOrderID = exchangeOrderID
    self.pair = pair
    self.side = side
    self.status = status
    self.quantity = quantity
    self.filled = filled
    self.cost = cost
    self.reason = reason
    self.time = time
  }
}

/// A fill as the venue shows it.
public struct VenueFill: Hashable, Sendable {
  /// The venue's number of the trade: unique on the account and pair.
  public let id: FillID
  /// The venue's number of the order.
  public let exchangeOrderID: String
  /// What is traded.
  public let pair: Pair
  /// Buy or sell.
  public let side: Side
  /// At what price.
  public let price: Price
  /// How much of the base asset, before the fee.
  public let quantity: Quantity
  /// What the venue took.
  public let commission: Commission
  /// Whether it was resting.
  public let isMaker: Bool
  /// When, by the venue's clock.
  public let time: Instant

  /// A fill as the venue shows it.
  public init(
    id: FillID, exchangeOrderID: String, pair: Pair, side: Side, price: Price, quantity: Quantity,
    commission: Commission, isMaker: Bool, time: Instant
  ) {
    self.id = id
    self.exchangeOrderID = exchangeOrderID
    self.pair = pair
    self.side = side
    self.price = price
    self.quantity = quantity
    self.commission = commission
    self.isMaker = isMaker
    self.time = time
  }
}
