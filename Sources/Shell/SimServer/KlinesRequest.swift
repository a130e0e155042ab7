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

  init(_ parameters: RestParameters, symbols: [String: Pair]) throws(RestRefusal) {
    try parameters.allow(["symbol", "interval", "startTime", "endTime", "timeZone", "limit"])
    let symbol = try parameters.required("symbol")
    let interval = try parameters.required("interval")
    guard let timeframe = Timeframe(rawValue: interval) else { throw .badInterval }
    limit = Int(min(try parameters.number("limit") ?? 500, Self.limitMax))
    guard limit > 0 else { throw .invalid("limit") }
    from = Self.instant(try parameters.number("startTime"))
    to = Self.instant(try parameters.number("endTime"))
    offset = try Self.offset(try parameters.text("timeZone"))
    guard let pair = symbols[symbol] else {
      guard RestParameters.isSymbolText(symbol) else {
        throw .illegalCharacters("symbol", RestParameters.symbolRange)
      }
      throw .badSymbol
    }
    key = SeriesKey(pair: pair, timeframe: timeframe)
  }

  private static func instant(_ milliseconds: Int64?) -> Instant? {
    milliseconds.map { Instant(milliseconds: min($0, Instant.textRange.upperBound.milliseconds)) }
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
  func answer(from market: any MarketRecord, now: Instant) -> [UInt8] {
    let last = min(to ?? now, now)
    let candles =
      if let from {
        market.oldestCandles(of: key, from: from, upTo: last, limit: limit, now: now, offset: offset)
      } else {
        market.newestCandles(of: key, upTo: last, limit: limit, now: now, offset: offset)
      }
    let counts = key.timeframe == .oneSecond ? secondNumbers(of: candles, in: market, now: now) : [:]
    var writer = JSONWriter()
    writer.beginArray()
    for candle in candles {
      let next = nextOpenTime(after: candle.openTime)
      let figures =
        if key.timeframe == .oneSecond {
          KlineFigures(
            candle: candle, nextOpenTime: next, tradeNumbers: counts[candle.openTime],
            step: market.rules(of: key.pair)?.lot.step ?? .zero)
        } else {
          market.figures(of: candle, pair: key.pair, nextOpenTime: next, now: now)
        }
      Self.write(figures, &writer)
    }
    writer.endArray()
    return writer.bytes
  }

  private func nextOpenTime(after openTime: Instant) -> Instant {
    key.timeframe.openTime(after: openTime.advanced(byMilliseconds: offset)).advanced(byMilliseconds: -offset)
  }

  /// The numbers of the trades in each second.
  private func secondNumbers(
    of candles: [Candle], in market: any MarketRecord, now: Instant
  ) -> [Instant: ClosedRange<Int64>] {
    guard let first = candles.first, let last = candles.last else { return [:] }
    let end = min(last.openTime.advanced(byMilliseconds: 1000), now.advanced(byMilliseconds: 1))
    var numbers: [Instant: ClosedRange<Int64>] = [:]
    for trade in market.trades(of: key.pair, in: first.openTime..<max(first.openTime, end)) {
      let second = Timeframe.oneSecond.openTime(containing: trade.time)
      numbers[second] = (numbers[second]?.lowerBound ?? trade.id)...trade.id
    }
    return numbers
  }

  private static func write(_ figures: KlineFigures, _ writer: inout JSONWriter) {
    let candle = figures.candle
    writer.beginArray()
    writer.number(candle.openTime.milliseconds)
    for value in [candle.open.value, candle.high.value, candle.low.value, candle.close.value, candle.volume.value] {
      writer.string(value.text(minimumPlaces: 8))
    }
    writer.number(figures.closeTime.milliseconds)
    writer.string(figures.quoteVolume.value.text(minimumPlaces: 8))
    writer.number(figures.tradeCount)
    writer.string(figures.takerVolume.value.text(minimumPlaces: 8))
    writer.string(figures.takerQuoteVolume.value.text(minimumPlaces: 8))
    writer.string("0")
    writer.endArray()
  }
}
