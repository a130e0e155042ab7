// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// The market as those see it who place orders.
struct DeskMarkets: Sendable {
  let venue: VenueMarket
  /// Whether anybody pays fees in the venue's own asset, so that its prices matter.
  let showsDiscountPrices: Bool

  private static let discountAsset = Asset("BNB")
  private static let dollar = Asset("USDT")

  /// The market of a pair at a time.
  func market(of pair: Pair, at now: Instant) -> PairMarket? {
    guard let rules = venue.market.rules(of: pair, at: now) else { return nil }
    return market(rules, after: venue.market.lastTrade(of: pair, at: now), at: now)
  }

  /// The market of a pair right after a trade.
  func market(of pair: Pair, after trade: PublicTrade) -> PairMarket {
    guard let rules = venue.market.rules(of: pair, at: trade.time) ?? venue.market.rules(of: pair) else {
      preconditionFailure("a pair that is traded has rules")
    }
    return market(rules, after: trade, at: trade.time)
  }

  private func market(_ rules: InstrumentRules, after trade: PublicTrade?, at now: Instant) -> PairMarket {
    let pair = rules.pair
    let average = (venue.summaries.averagePrice(of: pair, at: now)?.price).map(Price.init)
    return PairMarket(
      rules: rules, depth: trade.map { venue.depth(of: pair, after: $0) } ?? Depth(),
      prices: ReferencePrices(
        reference: average, averages: average.map { [SummaryCache.averageMinutes: $0] } ?? [:], last: trade?.price),
      discountPrices: showsDiscountPrices ? discountPrices(of: pair, at: now) : [:])
  }

  /// What the venue's own asset costs in the pair's two.
  private func discountPrices(of pair: Pair, at now: Instant) -> [Asset: Price] {
    var prices: [Asset: Price] = [:]
    for asset in [pair.base, pair.quote] {
      guard let own = Self.discountAsset else { continue }
      prices[asset] = asset == own ? Price(.one) : price(of: own, in: asset, at: now)
    }
    return prices
  }

  private func price(of own: Asset, in asset: Asset, at now: Instant) -> Price? {
    if let price = last(own, asset, at: now) { return price }
    guard let dollar = Self.dollar, asset != dollar, let inDollars = last(own, dollar, at: now),
      let other = last(asset, dollar, at: now)
    else { return nil }
    return (try? inDollars.value.divided(by: other.value, rounding: .down)).map(Price.init)
  }

  private func last(_ base: Asset, _ quote: Asset, at now: Instant) -> Price? {
    let pair = Pair(base: base, quote: quote)
    guard venue.market.rules(of: pair, at: now) != nil else { return nil }
    return venue.market.lastTrade(of: pair, at: now)?.price
  }
}
