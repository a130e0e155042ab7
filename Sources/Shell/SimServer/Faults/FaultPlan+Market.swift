// SPDX-License-Identifier: Apache-2.0

public import ExchangeModel
public import TradingModel

extension FaultPlan {
  /// What a venue with this plan trades: the market with its halts, listings, closed hours and filters.
  ///
  /// - Parameters:
  ///   - market: the venue's.
  ///   - start: from which the plan's durations count.
  ///   - end: up to which rounds of faults are looked for.
  public func market(_ market: any MarketRecord, from start: Instant, upTo end: Instant) -> ScheduledMarket {
    VenueStates(market, plan: self, start: start).venue(at: end).market
  }
}
