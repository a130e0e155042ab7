// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Something that an account is told of, in the order in which it happened.
public struct VenueEvent: Hashable, Sendable {
  /// What happened.
  public enum Kind: Hashable, Sendable {
    /// `executionReport`: something became of an order.
    case execution(VenueExecution)
    /// `listStatus`: something became of a list.
    case list(VenueOrderListRecord)
    /// `outboundAccountPosition`: what the account has of assets that may have changed, sorted.
    case position([VenueAssetBalance])
    /// `balanceUpdate`: something came or went that no trade did; how much, negative where it went.
    case balance(Asset, change: Fixed)
    /// The venue was reset: all orders, trades and lists are gone, and these are the balances. Binance tells nobody:
    /// a server drops its connections.
    case wiped([VenueAssetBalance])
  }

  /// A number that grows by one with each event of the venue.
  public let number: Int64
  /// Who is told.
  public let account: VenueAccountID
  /// When it happened.
  public let time: Instant
  /// What happened.
  public let kind: Kind
}

/// What an account has of an asset.
public struct VenueAssetBalance: Hashable, Sendable {
  /// The asset.
  public let asset: Asset
  /// How much of it.
  public let balance: Balance
}

/// `executionReport`: what became of an order.
public struct VenueExecution: Hashable, Sendable {
  /// `x`, by its word on the wire.
  public enum Kind: String, Hashable, Sendable {
    /// It was taken, came on the book, or waits in a list.
    case new = "NEW"
    /// It was taken back.
    case canceled = "CANCELED"
    /// It was amended.
    case replaced = "REPLACED"
    /// It was refused when it was to go live.
    case rejected = "REJECTED"
    /// Some of it was filled.
    case trade = "TRADE"
    /// The venue ended it.
    case expired = "EXPIRED"
    /// Self-trade prevention took some of it away.
    case tradePrevention = "TRADE_PREVENTION"
  }

  /// `I`: a number that grows with each report of the venue.
  public let id: Int64
  /// What happened.
  public let kind: Kind
  /// The order as it is since.
  public let order: VenueOrderRecord
  /// `c`: what the client calls the order; the name of the request that took it back or changed it.
  public let clientOrderID: String
  /// `C`: what the client called the order that was taken back or changed; empty otherwise.
  public let originalClientOrderID: String
  /// The fill, where it is one: `t`, `l`, `L`, `Y`, `n`, `N`, `m`.
  public let trade: VenueTrade?
  /// The match that didn't happen, where it is one: `v`, `B`, `u`, `U`, `pl`, `pL`, `pY`.
  public let prevention: VenuePreventedMatch?
  /// `w`: whether the order is on the book now.
  public let isOnBook: Bool
  /// `T`: when.
  public let time: Instant
}
