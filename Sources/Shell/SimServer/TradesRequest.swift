// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import TradingModel

/// `GET /api/v3/trades`, `historicalTrades`, `historicalBlockTrades` and `aggTrades`, read and answered.
///
/// On this venue every taker order is filled by one trade, so an aggregate trade is a trade, with the same number.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
struct TradesRequest: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case newest, historical, aggregate, block
  }

  let kind: Kind
  let pair: Pair
  let limit: Int
  let firstID: Int64?
  let from: Instant?
  let to: Instant?

  private static let limitMax: Int64 = 1000

  init(_ kind: Kind, _ parameters: RestParameters, venue: VenueMarket, now: Instant) throws(RestRefusal) {
    self.kind = kind
    let names: Set<String> =
      switch kind {
      case .newest: ["symbol", "limit"]
      case .historical, .block: ["symbol", "limit", "fromId"]
      case .aggregate: ["symbol", "limit", "fromId", "startTime", "endTime"]
      }
    try parameters.allow(names)
    pair = try venue.symbols(at: now).required(parameters)
    if kind == .block { _ = try parameters.required("fromId") }
    let limit = try parameters.number("limit") ?? 500
    guard limit > 0 else { throw .invalid("limit") }
    self.limit = Int(min(limit, Self.limitMax))
    firstID = try parameters.number("fromId")
    from = try parameters.number("startTime").map(VenueTimeUnit.instant)
    to = try parameters.number("endTime").map(VenueTimeUnit.instant)
    guard firstID == nil || (from == nil && to == nil) else { throw .badCombination }
  }

  func answer(from venue: VenueMarket, now: Instant, unit: VenueTimeUnit) -> RestAnswer {
    var writer = JSONWriter()
    writer.beginArray()
    for trade in trades(in: venue.market, now: now) {
      if kind == .aggregate { Self.writeAggregate(trade, unit, &writer) } else { write(trade, unit, &writer) }
    }
    writer.endArray()
    return RestAnswer(bytes: writer.bytes)
  }

  private func trades(in market: some MarketRecord, now: Instant) -> [PublicTrade] {
    let last = min(to ?? now, now)
    if kind == .block { return market.oldestBlockTrades(of: pair, fromID: firstID ?? 0, upTo: last, limit: limit) }
    if let firstID { return market.oldestTrades(of: pair, fromID: firstID, upTo: last, limit: limit) }
    if let from { return market.oldestTrades(of: pair, from: from, upTo: last, limit: limit) }
    return market.newestTrades(of: pair, upTo: last, limit: limit)
  }

  private func write(_ trade: PublicTrade, _ unit: VenueTimeUnit, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("id", trade.id)
    writer.field("price", trade.price.value)
    writer.field("qty", trade.quantity.value)
    writer.field("quoteQty", trade.quoteQuantity.value)
    writer.field("time", unit.number(trade.time))
    writer.field("isBuyerMaker", trade.isBuyerMaker)
    if kind != .block { writer.field("isBestMatch", true) }
    writer.endObject()
  }

  private static func writeAggregate(_ trade: PublicTrade, _ unit: VenueTimeUnit, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.aggregateTrade(trade, unit)
    writer.endObject()
  }
}
