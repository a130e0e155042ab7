// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import TradingModel

/// What a bot owns on its account.
public struct BotHoldings: Hashable, Sendable {
  /// What it owns by asset, with what its orders hold; nothing is left out.
  public private(set) var owned: [Asset: Fixed] = [:]
  /// What of that its open orders hold.
  public private(set) var reserved: [Asset: Fixed] = [:]
  /// What is left over from its closed trades, too little to be sold.
  public private(set) var dust: [Asset: Fixed] = [:]

  /// Nothing.
  public init() {}

  /// What a bot owns by its journal: its money in hand, what its open trades hold, what its orders hold of both, and
  /// the dust of its closed trades.
  ///
  /// - Parameters:
  ///   - currency: what it pays with.
  ///   - cash: its money in hand; nil for a bot that has never run.
  ///   - reservedCash: what its buy orders hold of it.
  ///   - trades: its open trades.
  ///   - orders: its orders that aren't final.
  ///   - dust: what is left over, by asset.
  public init(
    currency: Asset, cash: Money?, reservedCash: Money, trades: some Sequence<Trade>, orders: some Sequence<Order>,
    dust: [Asset: Fixed]
  ) {
    if let cash { Self.add(cash.value, of: currency, to: &owned) }
    Self.add(reservedCash.value, of: currency, to: &reserved)
    for trade in trades { Self.add(trade.held.value, of: trade.pair.base, to: &owned) }
    for order in orders where order.terms.side == .sell {
      Self.add(order.remaining.value, of: order.terms.pair.base, to: &reserved)
    }
    self.dust = dust.filter { !$0.value.isZero }
  }

  /// Whether there is nothing.
  public var isEmpty: Bool { owned.isEmpty && reserved.isEmpty && dust.isEmpty }

  private static func add(_ amount: Fixed, of asset: Asset, to amounts: inout [Asset: Fixed]) {
    let sum = (amounts[asset] ?? .zero) + amount
    amounts[asset] = sum.isZero ? nil : sum
  }
}

/// Who owns an asset on an account. `total + missing` is the sum of what bots own, dust and external.
public struct AssetOwnership: Hashable, Sendable {
  /// What a bot has of it.
  public struct Share: Hashable, Sendable {
    /// All that it owns.
    public let owned: Fixed
    /// What of that its open orders hold.
    public let reserved: Fixed
  }

  /// The asset.
  public let asset: Asset
  /// What the venue says that there is.
  public let total: Fixed
  /// What bots own.
  public let bots: [BotNumber: Share]
  /// What is left over from trades, too little to be sold.
  public let dust: Fixed
  /// What no bot owns: a person's, or another program's.
  public let external: Fixed
  /// What bots own beyond what there is; 0 where all is well.
  public let missing: Fixed
}
