// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// The market of a pair as it stands when something is asked of the venue.
public struct PairMarket: Hashable, Sendable {
  /// What the venue allows.
  public var rules: InstrumentRules
  /// What others offer. Orders of the model's own accounts are not in it.
  public var depth: Depth
  /// By what prices orders are judged; `last` also decides whether a stop price has been reached.
  public var prices: ReferencePrices
  /// What one unit of the asset for discounted fees (BNB) costs, by the asset it is told in: the pair's two. An asset
  /// that isn't there is one that fees of can't be paid otherwise.
  public var discountPrices: [Asset: Price]

  /// A market of its parts.
  public init(
    rules: InstrumentRules, depth: Depth, prices: ReferencePrices, discountPrices: [Asset: Price] = [:]
  ) {
    self.rules = rules
    self.depth = depth
    self.prices = prices
    self.discountPrices = discountPrices
  }

  /// The pair.
  public var pair: Pair { rules.pair }
}
