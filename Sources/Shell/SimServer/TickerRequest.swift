// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import TradingModel

/// The requests below `ticker`, read and answered.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
struct TickerRequest: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case oneDay, tradingDay, rolling, price, book
  }

  let kind: Kind
  let selection: SymbolSelection
  let isFull: Bool
  let window: TickerWindow
  private let status: SymbolStatusFilter

  private static let symbolsMax = 100

  init(_ kind: Kind, _ parameters: RestParameters, venue: VenueMarket, now: Instant) throws(RestRefusal) {
    self.kind = kind
    let names: Set<String> =
      switch kind {
      case .oneDay: ["type"]
      case .tradingDay: ["type", "timeZone"]
      case .rolling: ["type", "windowSize"]
      case .price, .book: []
      }
    try parameters.allow(names.union(["symbol", "symbols", "symbolStatus"]))
    selection = try venue.symbols(at: now).selection(parameters)
    switch try parameters.text("type") {
    case nil, "FULL": isFull = true
    case "MINI": isFull = false
    default: throw .badTickerType
    }
    window =
      switch kind {
      case .tradingDay: .day(offset: try KlinesRequest.offset(try parameters.text("timeZone")))
      case .rolling: .fromMinute(try Self.length(try parameters.text("windowSize")))
      case .oneDay, .price, .book: .oneDay
      }
    status = try SymbolStatusFilter(parameters)
    if kind == .tradingDay || kind == .rolling {
      if case .all = selection { throw .missingEither("symbol", "symbols") }
      if case .some(let pairs) = selection, pairs.count > Self.symbolsMax { throw .tooManySymbols }
    }
    if case .one(let pair) = selection { try status.require(venue.market.rules(of: pair, at: now)) }
  }

  var weight: Int {
    switch kind {
    case .oneDay:
      selection.weight(one: 2, some: { $0 <= 20 ? 2 : $0 <= 100 ? 40 : 80 }, all: 80)
    case .tradingDay, .rolling: selection.weight(one: 4, some: { min(4 * $0, 200) }, all: 200)
    case .price, .book: selection.weight(one: 2, some: { _ in 4 }, all: 4)
    }
  }

  func answer(from venue: VenueMarket, now: Instant, unit: VenueTimeUnit) -> RestAnswer {
    var writer = JSONWriter()
    if case .one(let pair) = selection {
      write(pair, venue, now, unit, &writer)
    } else {
      writer.beginArray()
      for pair in pairs(of: venue, now: now) { write(pair, venue, now, unit, &writer) }
      writer.endArray()
    }
    return RestAnswer(bytes: writer.bytes)
  }

  private func pairs(of venue: VenueMarket, now: Instant) -> [Pair] {
    let asked: [Pair]? = if case .some(let pairs) = selection { pairs } else { nil }
    let listed = venue.market.instruments(at: now).filter(status.allows).map(\.pair)
    guard let asked else { return listed }
    let allowed = Set(listed)
    return asked.filter(allowed.contains)
  }

  private func write(
    _ pair: Pair, _ venue: VenueMarket, _ now: Instant, _ unit: VenueTimeUnit, _ writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.field("symbol", pair.symbol)
    switch kind {
    case .price: writer.field("price", (venue.market.lastTrade(of: pair, at: now)?.price ?? .zero).value)
    case .book: writer.restQuote(venue.market.quote(of: pair, at: now))
    case .oneDay, .tradingDay, .rolling:
      writeFigures(venue.summaries.ticker(of: pair, over: window, at: now), venue, now, unit, &writer)
    }
    writer.endObject()
  }

  private func writeFigures(
    _ figures: TickerFigures, _ venue: VenueMarket, _ now: Instant, _ unit: VenueTimeUnit, _ writer: inout JSONWriter
  ) {
    if isFull {
      writer.field("priceChange", figures.change)
      writer.key("priceChangePercent")
      writer.string(figures.changePercent.text(minimumPlaces: 3))
      writer.field("weightedAvgPrice", figures.weightedAverage)
    }
    if isFull, kind == .oneDay {
      writer.field("prevClosePrice", figures.previousClose.value)
      writer.field("lastPrice", figures.last.value)
      let last = venue.market.lastTrade(of: figures.pair, at: now)
      writer.field("lastQty", (last?.quantity ?? .zero).value)
      writer.restQuote(last.flatMap { venue.market.quote(of: figures.pair, after: $0) })
    }
    writer.field("openPrice", figures.open.value)
    writer.field("highPrice", figures.high.value)
    writer.field("lowPrice", figures.low.value)
    if !(isFull && kind == .oneDay) { writer.field("lastPrice", figures.last.value) }
    writer.field("volume", figures.volume.value)
    writer.field("quoteVolume", figures.quoteVolume.value)
    writer.field("openTime", unit.number(figures.openTime))
    // A day ends on its last moment; another window is up to now.
    let endOfDay = unit.lastNumber(before: figures.closeTime.advanced(byMilliseconds: 1))
    writer.field("closeTime", kind == .tradingDay ? endOfDay : unit.number(figures.closeTime))
    writer.field("firstId", figures.trades?.numbers.lowerBound ?? -1)
    writer.field("lastId", figures.trades?.numbers.upperBound ?? -1)
    writer.field("count", figures.trades?.count ?? 0)
  }

  /// Reads `1m`…`59m`, `1h`…`23h`, `1d`…`7d` as milliseconds.
  private static func length(_ text: String?) throws(RestRefusal) -> Int64 {
    guard let text else { return 86_400_000 }
    let bounds: [Character: (most: Int64, unit: Int64)] = [
      "m": (59, 60_000), "h": (23, 3_600_000), "d": (7, 86_400_000),
    ]
    guard let unit = text.last.flatMap({ bounds[$0] }), text.utf8.count <= 3,
      text.dropLast().utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text.dropLast()),
      (1...unit.most).contains(number), String(number) == text.dropLast()
    else { throw .badWindowSize }
    return number * unit.unit
  }
}

extension JSONWriter {
  /// The best prices by their long names; zeros where there is no book.
  fileprivate mutating func restQuote(_ quote: Quote?) {
    field("bidPrice", (quote?.bid ?? .zero).value)
    field("bidQty", (quote?.bidQuantity ?? .zero).value)
    field("askPrice", (quote?.ask ?? .zero).value)
    field("askQty", (quote?.askQuantity ?? .zero).value)
  }
}
