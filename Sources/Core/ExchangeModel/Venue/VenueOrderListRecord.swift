// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Orders that belong together, as the venue keeps them.
public struct VenueOrderListRecord: Hashable, Sendable {
  /// How they belong together, by the word on the wire. An OTOCO is told as OTO.
  public enum Contingency: String, Hashable, Sendable {
    /// One cancels the other.
    case oco = "OCO"
    /// One triggers what comes after.
    case oto = "OTO"
  }

  /// `listStatusType`, by its word on the wire.
  public enum StatusType: String, Hashable, Sendable {
    /// It was refused.
    case response = "RESPONSE"
    /// It was taken.
    case executionStarted = "EXEC_STARTED"
    /// Something in it changed: its pending orders went live, or one has another name.
    case updated = "UPDATED"
    /// Nothing more comes of it.
    case allDone = "ALL_DONE"
  }

  /// `listOrderStatus`, by its word on the wire.
  public enum OrderStatus: String, Hashable, Sendable {
    /// Something may still come of it.
    case executing = "EXECUTING"
    /// Nothing more comes of it.
    case allDone = "ALL_DONE"
    /// It was refused.
    case reject = "REJECT"
  }

  /// One of its orders.
  public struct Member: Hashable, Sendable {
    /// The order's number.
    public let orderID: Int64
    /// What the client calls it.
    public internal(set) var clientOrderID: String
  }

  /// The list's number, unique on the venue.
  public let id: Int64
  /// Whose it is.
  public let account: VenueAccountID
  /// The pair.
  public let pair: Pair
  /// How its orders belong together.
  public let contingency: Contingency
  /// What the client calls it.
  public let clientListID: String
  /// Its orders by rising number: the working one first; of an OCO the stop loss first.
  public internal(set) var members: [Member]
  /// What was last told of it.
  public internal(set) var statusType: StatusType
  /// Where it stands.
  public internal(set) var orderStatus: OrderStatus
  /// When it was taken, or last changed.
  public internal(set) var time: Instant
}
