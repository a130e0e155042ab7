// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Where an order stands, by the venue's word; the venue's words are an open set.
public enum WireOrderStatus: Hashable, Sendable {
  case new, pendingNew, partiallyFilled, filled, canceled, pendingCancel, rejected, expired, expiredInMatch
  /// A word that is not known here.
  case other(String)

  /// The status of a venue's word.
  public init(word: String) {
    self =
      switch word {
      case "NEW": .new
      case "PENDING_NEW": .pendingNew
      case "PARTIALLY_FILLED": .partiallyFilled
      case "FILLED": .filled
      case "CANCELED": .canceled
      case "PENDING_CANCEL": .pendingCancel
      case "REJECTED": .rejected
      case "EXPIRED": .expired
      case "EXPIRED_IN_MATCH": .expiredInMatch
      default: .other(word)
      }
  }
}

/// An order as an answer shows it: of placing (ACK, RESULT or FULL), cancelling, amending or querying it.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints
public struct OrderReport: Hashable, Sendable {
  /// The venue's symbol.
  public var symbol: String
  /// The venue's number.
  public var orderID: Int64
  /// The list that it belongs to, or nil.
  public var listID: Int64?
  /// What it is known as; in the answer to a cancel, what the cancel is known as.
  public var clientOrderID: String
  /// In the answer to a cancel: what the order is known as.
  public var canceledClientOrderID: String?
  /// Where it stands; nil in an ACK.
  public var status: WireOrderStatus?
  /// nil where the word is not known, or in an ACK.
  public var side: Side?
  /// The type's word; nil in an ACK.
  public var kind: String?
  /// The time in force's word.
  public var timeInForce: String?
  /// The limit price; 0 where it has none.
  public var price: Price?
  /// The price that wakes it.
  public var stopPrice: Price?
  /// How much was ordered; 0 where it was ordered by value. nil in an ACK.
  public var quantity: Quantity?
  /// How much is filled; nil in an ACK.
  public var filled: Quantity?
  /// What the filled part cost or brought; nil in an ACK, and negative where the venue doesn't know any more.
  public var cost: Money?
  /// The value that was ordered; 0 where a quantity was.
  public var orderedValue: Money?
  /// When the venue did what is answered, or the order last changed.
  public var time: Instant?
  /// When the order was placed; only in queries.
  public var createdAt: Instant?
  /// The label that it was placed with.
  public var strategyID: Int64?
  /// Why it expired; the venue's word, nil for none.
  public var expiryReason: String?
  /// What was traded at once; only in a FULL answer.
  public var fills: [AnswerFill]?

  /// The identity of the order itself, whatever the answer is to.
  public var ownClientOrderID: String { canceledClientOrderID ?? clientOrderID }
}

/// A fill in the answer to an order.
public struct AnswerFill: Hashable, Sendable {
  /// The venue's number of the trade.
  public var tradeID: Int64
  /// At what price.
  public var price: Price
  /// How much of the base asset.
  public var quantity: Quantity
  /// How much the venue took.
  public var commission: Fixed
  /// Of which asset.
  public var commissionAsset: String
}

/// A fill as `myTrades` shows it.
public struct AccountTrade: Hashable, Sendable {
  /// The venue's symbol.
  public var symbol: String
  /// The venue's number of the trade.
  public var tradeID: Int64
  /// The venue's number of the order.
  public var orderID: Int64
  /// At what price.
  public var price: Price
  /// How much of the base asset.
  public var quantity: Quantity
  /// How much the venue took.
  public var commission: Fixed
  /// Of which asset.
  public var commissionAsset: String
  /// When.
  public var time: Instant
  /// Whether the account bought.
  public var isBuyer: Bool
  /// Whether the order was resting.
  public var isMaker: Bool
}
