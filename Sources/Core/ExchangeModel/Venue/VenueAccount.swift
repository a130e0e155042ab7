// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// An account's number at the venue.
public struct VenueAccountID: Hashable, Sendable, Comparable {
  /// The number; the server's own choice.
  public let value: Int

  /// An account's number.
  public init(_ value: Int) { self.value = value }

  public static func < (left: VenueAccountID, right: VenueAccountID) -> Bool { left.value < right.value }
}

/// What is taken of what a fill brings: the maker's or the taker's share, and the buyer's or the seller's besides.
public struct VenueCommissionRates: Hashable, Sendable {
  /// For what rested: 0.001 is 0.1 %.
  public var maker: Ratio
  /// For what took.
  public var taker: Ratio
  /// For buys, besides.
  public var buyer: Ratio
  /// For sales, besides.
  public var seller: Ratio

  /// Rates, each 0 or above.
  public init(maker: Ratio, taker: Ratio, buyer: Ratio = .zero, seller: Ratio = .zero) {
    self.maker = maker
    self.taker = taker
    self.buyer = buyer
    self.seller = seller
  }

  /// The rate of a fill.
  public func rate(isMaker: Bool, side: Side) -> Ratio {
    Ratio((isMaker ? maker : taker).value + (side == .buy ? buyer : seller).value)
  }
}

/// An account as the venue sees it, without its orders.
public struct VenueAccount: Hashable, Sendable {
  /// Its number.
  public let id: VenueAccountID
  /// What it has, by asset; what isn't there is nothing.
  public internal(set) var balances: [Asset: Balance]
  /// What is taken of its fills.
  public var commission: VenueCommissionRates
  /// Whether fees are paid in the venue's own asset at a discount, where enough of it is free.
  public var usesDiscount: Bool
  /// What a fee is multiplied by where it is paid in the venue's own asset: 0.75 is a quarter off.
  public var discountMultiplier: Ratio
  /// Whether it may place orders at all; orders can always be taken back.
  public var canTrade: Bool
  /// What prevents self-trades of orders that don't say.
  public var selfTradePrevention: SelfTradePrevention
  /// Accounts of one group are one person to self-trade prevention; nil for none.
  public var tradeGroup: Int?
  /// MAX_ASSET filters, which are the account's own.
  public var assetLimits: [MaxAssetFilter]
  /// When its balances last changed.
  public internal(set) var updateTime: Instant

  /// An account that has something from the start.
  ///
  /// - Parameter funds: what is free, by asset; each 0 or above.
  public init(
    id: VenueAccountID, funds: [Asset: Fixed] = [:], commission: VenueCommissionRates, usesDiscount: Bool = false,
    discountMultiplier: Ratio = Ratio(Fixed(units: Fixed.unitsPerOne / 4 * 3)), canTrade: Bool = true,
    selfTradePrevention: SelfTradePrevention = .expireMaker, tradeGroup: Int? = nil,
    assetLimits: [MaxAssetFilter] = [], openedAt: Instant = .epoch
  ) {
    self.id = id
    balances = funds.mapValues { Balance(free: $0) }
    self.commission = commission
    self.usesDiscount = usesDiscount
    self.discountMultiplier = discountMultiplier
    self.canTrade = canTrade
    self.selfTradePrevention = selfTradePrevention
    self.tradeGroup = tradeGroup
    self.assetLimits = assetLimits
    updateTime = openedAt
  }

  /// What it has of an asset.
  public func balance(of asset: Asset) -> Balance { balances[asset] ?? Balance() }
}
