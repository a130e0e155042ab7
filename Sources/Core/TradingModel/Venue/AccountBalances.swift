// SPDX-License-Identifier: Apache-2.0

/// What an account has, at a moment.
public struct AccountBalances: Hashable, Sendable {
  /// What it has, by asset; what isn't there is nothing.
  public let assets: [Asset: Balance]
  /// When it last changed, by the venue's clock.
  public let time: Instant
  /// Whether the account may trade at all.
  public let canTrade: Bool

  /// What an account has.
  public init(assets: [Asset: Balance], time: Instant, canTrade: Bool) {
    self.assets = assets
    self.time = time
    self.canTrade = canTrade
  }
}

/// What a key may do, by the venue's own word.
public struct KeyRestrictions: Hashable, Sendable {
  /// Whether it works only from addresses that its owner named.
  public let isBoundToAddresses: Bool
  /// Whether it may trade on spot.
  public let maySpotTrade: Bool
  /// The rights to move money out that it has, by the venue's names, sorted.
  public let transferRights: [String]
  /// When its right to trade ends, or nil.
  public let tradingEndsAt: Instant?

  /// What a key may do.
  public init(
    isBoundToAddresses: Bool, maySpotTrade: Bool, transferRights: [String], tradingEndsAt: Instant? = nil
  ) {
    self.isBoundToAddresses = isBoundToAddresses
    self.maySpotTrade = maySpotTrade
    self.transferRights = transferRights
    self.tradingEndsAt = tradingEndsAt
  }
}
