// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Something that happened on an account by itself.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/user-data-stream
public enum UserEvent: Hashable, Sendable {
  /// An order stands elsewhere. Boxed, for it would make every event larger.
  indirect case execution(ExecutionReport)
  /// The account has so much of these assets now; of the others nothing is said.
  case position([AccountReport.AssetBalance], at: Instant)
  /// Something came or went that no trade did.
  case balance(asset: String, delta: Fixed, at: Instant)
  /// Something was locked, or let go, by what is no order.
  case externalLock(asset: String, delta: Fixed, at: Instant)
  /// A list of orders stands elsewhere; its orders report for themselves.
  case list(id: Int64, clientOrderID: String, orderStatus: String, members: [OrderListReport.Member], at: Instant)
  /// Nothing more comes: the subscription was ended.
  case terminated
  /// The server is about to go; a new connection is to be opened at once.
  case serverShutdown
  /// An event of a kind that is not read here; its name.
  case other(String)
}

/// How an order stands after something happened to it.
public struct ExecutionReport: Hashable, Sendable {
  /// What happened, by the venue's word: `NEW`, `TRADE`, `CANCELED`, `REPLACED`, `REJECTED`, `EXPIRED`,
  /// `TRADE_PREVENTION`, or one that is not known here.
  public var execution: String
  /// Grows with what happens to the order, not by one.
  public var executionID: Int64?
  /// The venue's symbol.
  public var symbol: String
  /// The venue's number of the order.
  public var orderID: Int64
  /// The list that it belongs to, or nil.
  public var listID: Int64?
  /// What the order is known as; a cancel's own identity is not told.
  public var clientOrderID: String
  /// Buy or sell.
  public var side: Side
  /// The type's word.
  public var kind: String
  /// Where it stands.
  public var status: WireOrderStatus
  /// How much was ordered; 0 where it was ordered by value.
  public var quantity: Quantity
  /// The limit price; 0 where it has none.
  public var price: Price
  /// How much is filled.
  public var filled: Quantity
  /// What the filled part cost or brought.
  public var cost: Money
  /// Why it was rejected or has expired; nil for no reason.
  public var reason: String?
  /// The label that it was placed with.
  public var strategyID: Int64?
  /// When it happened.
  public var time: Instant
  /// What was traded, for a `TRADE`.
  public var trade: ExecutionTrade?
}

/// What was traded, in a report.
public struct ExecutionTrade: Hashable, Sendable {
  /// The venue's number of the trade.
  public var tradeID: Int64
  /// At what price.
  public var price: Price
  /// How much of the base asset.
  public var quantity: Quantity
  /// How much the venue took.
  public var commission: Fixed
  /// Of which asset; nil where it took nothing.
  public var commissionAsset: String?
  /// Whether the order was resting.
  public var isMaker: Bool
}
