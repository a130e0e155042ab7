// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import TradingModel

/// `GET /api/v3/klines`, read and answered.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
struct KlinesRequest: Hashable, Sendable {
  let key: SeriesKey
  let from: Instant?
  let to: Instant?
  let limit: Int
  /// By how many milliseconds the boundaries lie before UTC's.
  let offset: Int64

  private static let limitMax: Int64 = 1000

  init(_ parameters: RestParameters, symbols: SymbolBook) throws(RestRefusal) {
    try parameters.allow(["symbol", "interval", "startTime", "endTime", "timeZone", "limit"])
    _ = try parameters.required("symbol")
    let interval = try parameters.required("interval")
    guard let timeframe = Timeframe(rawValue: interval) else { throw .badInterval }
    limit = Int(min(try parameters.number("limit") ?? 500, Self.limitMax))
    guard limit > 0 else { throw .invalid("limit") }
    from = try parameters.number("startTime").map(VenueTimeUnit.instant)
    to = try parameters.number("endTime").map(VenueTimeUnit.instant)
    offset = try Self.offset(try parameters.text("timeZone"))
    key = SeriesKey(pair: try symbols.required(parameters), timeframe: timeframe)
  }

  /// Reads `0`, `8`, `-1:00`, `05:45`: from -12:00 to +14:00.
  static func offset(_ text: String?) throws(RestRefusal) -> Int64 {
    guard let text else { return 0 }
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" || $0 == "+" }.split(separator: ":", omittingEmptySubsequences: false)
    guard text.count - parts.joined(separator: ":").count <= 1, parts.count <= 2,
      parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hours = parts.first.flatMap({ Int64($0) }), let minutes = parts.count == 2 ? Int64(parts[1]) : 0,
      minutes < 60
    else { throw .invalid("timeZone") }
    let total = (hours * 60 + minutes) * (isNegative ? -1 : 1)
    guard (-12 * 60...14 * 60).contains(total) else { throw .invalid("timeZone") }
    return total * 60_000
  }

  /// The rows: the oldest from a start, else the newest; the last one may be in progress.
  func answer(from venue: VenueMarket, now: Instant, unit: VenueTimeUnit) -> RestAnswer {
    let market = venue.market
    let last = min(to ?? now, now)
    let candles =
      if let from {
        market.oldestCandles(of: key, from: from, upTo: last, limit: limit, now: now, offset: offset)
      } else {
        market.newestCandles(of: key, upTo: last, limit: limit, now: now, offset: offset)
      }
    var writer = JSONWriter()
    writer.beginArray()
    for candle in candles {
      let figures = venue.summaries.figures(
        of: candle, pair: key.pair, nextOpenTime: nextOpenTime(after: candle.openTime), now: now)
      Self.write(figures, unit, &writer)
    }
    writer.endArray()
    return RestAnswer(bytes: writer.bytes)
  }

  private func nextOpenTime(after openTime: Instant) -> Instant {
    key.timeframe.openTime(after: openTime.advanced(byMilliseconds: offset)).advanced(byMilliseconds: -offset)
  }

  private static func write(_ figures: KlineFigures, _ unit: VenueTimeUnit, _ writer: inout JSONWriter) {
    let candle = figures.candle
    writer.beginArray()
    writer.number(unit.number(candle.openTime))
    for value in [candle.open.value, candle.high.value, candle.low.value, candle.close.value, candle.volume.value] {
      writer.string(value.text(minimumPlaces: 8))
    }
    writer.number(unit.lastNumber(before: figures.nextOpenTime))
    writer.string(figures.quoteVolume.value.text(minimumPlaces: 8))
    writer.number(figures.tradeCount)
    writer.string(figures.takerVolume.value.text(minimumPlaces: 8))
    writer.string(figures.takerQuoteVolume.value.text(minimumPlaces: 8))
    writer.string("0")
    writer.endArray()
  }
}
