// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// `GET /api/v3/avgPrice`, `referencePrice`, `referencePrice/calculation` and `executionRules`, answered.
///
/// The venue's reference price is the mean of the last five minutes by volume; there are no price-range rules.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
enum PriceRequest {
  static func average(
    _ parameters: RestParameters, _ venue: VenueMarket, now: Instant, unit: VenueTimeUnit
  ) throws(RestRefusal) -> RestAnswer {
    try parameters.allow(["symbol"])
    let average = venue.summaries.averagePrice(of: try venue.symbols(at: now).required(parameters), at: now)
    return RestAnswer([
      "mins": .number(SummaryCache.averageMinutes),
      "price": .string((average?.price ?? .zero).text(minimumPlaces: 8)),
      "closeTime": .number(average.map { unit.number($0.lastTrade) } ?? 0),
    ])
  }

  static func reference(
    _ parameters: RestParameters, _ venue: VenueMarket, now: Instant, unit: VenueTimeUnit
  ) throws(RestRefusal) -> RestAnswer {
    try parameters.allow(["symbol"])
    let pair = try venue.symbols(at: now).required(parameters)
    guard let price = venue.summaries.referencePrice(of: pair, at: now) else { throw .noReferencePrice }
    return RestAnswer([
      "symbol": .string(pair.symbol), "referencePrice": .string(price.text(minimumPlaces: 8)),
      "timestamp": .number(unit.number(now)),
    ])
  }

  static func referenceCalculation(
    _ parameters: RestParameters, _ venue: VenueMarket, now: Instant
  ) throws(RestRefusal) -> RestAnswer {
    try parameters.allow(["symbol", "symbolStatus"])
    let pair = try venue.symbols(at: now).required(parameters)
    try SymbolStatusFilter(parameters).require(venue.market.rules(of: pair, at: now))
    return RestAnswer([
      "symbol": .string(pair.symbol), "calculationType": "EXTERNAL", "externalCalculationId": 1,
    ])
  }

  static func executionRules(
    _ parameters: RestParameters, _ venue: VenueMarket, now: Instant
  ) throws(RestRefusal) -> (answer: RestAnswer, weight: Int) {
    try parameters.allow(["symbol", "symbols", "symbolStatus"])
    let selection = try venue.symbols(at: now).selection(parameters)
    let status = try SymbolStatusFilter(parameters)
    if status.isGiven, selection != .all { throw .badCombination }
    let pairs =
      switch selection {
      case .one(let pair): [pair]
      case .some(let pairs): pairs
      case .all: venue.market.instruments(at: now).filter(status.allows).map(\.pair)
      }
    let rules = pairs.map { pair in ["symbol": .string(pair.symbol), "rules": .array([])] as Node }
    return (
      RestAnswer(["symbolRules": .array(rules)]), selection.weight(one: 2, some: { min(2 * $0, 40) }, all: 40)
    )
  }
}

extension SummaryCache {
  /// The reference price at a time; nil where nobody traded so far.
  func referencePrice(of pair: Pair, at now: Instant) -> Fixed? { averagePrice(of: pair, at: now)?.price }
}
