// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import TradingModel

/// `GET /api/v3/depth`, read and answered.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
struct DepthRequest: Hashable, Sendable {
  let pair: Pair
  let limit: Int

  private static let limitMax: Int64 = 5000

  init(_ parameters: RestParameters, venue: VenueMarket, now: Instant) throws(RestRefusal) {
    try parameters.allow(["symbol", "limit", "symbolStatus"])
    pair = try venue.symbols(at: now).required(parameters)
    let limit = try parameters.number("limit") ?? 100
    guard limit > 0 else { throw .invalid("limit") }
    self.limit = Int(min(limit, Self.limitMax))
    try SymbolStatusFilter(parameters).require(venue.market.rules(of: pair, at: now))
  }

  var weight: Int {
    switch limit {
    case ...100: 5
    case ...500: 25
    case ...1000: 50
    default: 250
    }
  }

  func answer(from venue: VenueMarket, now: Instant) -> RestAnswer {
    let book = venue.book(of: pair, at: now, levels: limit)
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("lastUpdateId", book?.updateID ?? 0)
    writer.levels("bids", book?.depth.bids ?? [])
    writer.levels("asks", book?.depth.asks ?? [])
    writer.endObject()
    return RestAnswer(bytes: writer.bytes)
  }
}

extension JSONWriter {
  /// Levels of a book as pairs of price and quantity.
  mutating func levels(_ key: String, _ levels: [DepthLevel]) {
    self.key(key)
    beginArray()
    for level in levels {
      beginArray()
      string(level.price.value.text(minimumPlaces: 8))
      string(level.quantity.value.text(minimumPlaces: 8))
      endArray()
    }
    endArray()
  }
}
