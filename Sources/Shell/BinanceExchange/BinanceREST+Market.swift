// SPDX-License-Identifier: Apache-2.0

public import BinanceWire
public import MarketData
import NIOCore
public import TradingModel

extension BinanceREST {
  /// How many candles one request brings at most.
  static let candlesPerRequestMax = 1000

  /// Asks whether the venue is there.
  public func ping() async throws(VenueRequestError) {
    _ = try await get("/api/v3/ping", weight: 1, lane: .account)
  }

  /// What time it is at the venue.
  public func serverTime() async throws(VenueRequestError) -> Instant {
    let body = try await get("/api/v3/time", weight: 1, lane: .account)
    return try read(body) { (body) throws(WireError) in try RestAnswers.serverTime(body.readableBytesSpan) }
  }

  /// What the venue trades. The budget follows the limit that is told with it.
  public func exchangeInfo() async throws(VenueRequestError) -> ExchangeInfo {
    let body = try await get("/api/v3/exchangeInfo", weight: 20, lane: .account)
    let info = try read(body) { (body) throws(WireError) in try ExchangeInfo(body.readableBytesSpan) }
    if let weight = info.weightPerMinute { allow(weightPerMinute: weight) }
    return info
  }

  /// Candles, oldest first, in as many requests as it takes; see
  /// ``MarketDataSource/candles(_:from:to:limit:purpose:)``.
  public func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int, lane: RequestLane
  ) async throws(VenueRequestError) -> [Candle] {
    if let from { return try await candlesForward(key, from: from, to: to, limit: limit, lane: lane) }
    return try await candlesBackward(key, to: to, limit: limit, lane: lane)
  }

  private func candlesForward(
    _ key: SeriesKey, from: Instant, to: Instant?, limit: Int, lane: RequestLane
  ) async throws(VenueRequestError) -> [Candle] {
    var candles: [Candle] = []
    var from = from
    while candles.count < limit {
      let count = min(limit - candles.count, Self.candlesPerRequestMax)
      let page = try await candlePage(key, from: from, to: to, limit: count, lane: lane)
      candles += page
      guard page.count >= count, let last = page.last, last.openTime >= from else { break }
      from = key.timeframe.openTime(after: last.openTime)
    }
    return candles
  }

  private func candlesBackward(
    _ key: SeriesKey, to: Instant?, limit: Int, lane: RequestLane
  ) async throws(VenueRequestError) -> [Candle] {
    var candles: [Candle] = []
    var to = to
    while candles.count < limit {
      let count = min(limit - candles.count, Self.candlesPerRequestMax)
      let page = try await candlePage(key, from: nil, to: to, limit: count, lane: lane)
      candles.insert(contentsOf: page, at: 0)
      guard page.count >= count, let first = page.first, first.openTime > .epoch else { break }
      to = first.openTime.advanced(byMilliseconds: -1)
    }
    return candles
  }

  private func candlePage(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int, lane: RequestLane
  ) async throws(VenueRequestError) -> [Candle] {
    var query = [
      (name: "symbol", value: key.pair.symbol.percentEncoded), (name: "interval", value: key.timeframe.text),
      (name: "limit", value: String(limit)),
    ]
    if let from { query.append((name: "startTime", value: String(from.milliseconds))) }
    if let to { query.append((name: "endTime", value: String(to.milliseconds))) }
    let body = try await get("/api/v3/klines", query, weight: 2, lane: lane)
    return try read(body) { (body) throws(WireError) in try RestAnswers.candles(body.readableBytesSpan) }
  }

  /// Trades from a number on, in their order; see ``MarketDataSource/trades(of:from:limit:)``.
  public func trades(
    of pair: Pair, from id: Int64, limit: Int, lane: RequestLane
  ) async throws(VenueRequestError) -> [PublicTrade] {
    let body = try await get("/api/v3/historicalTrades", Self.query(pair, from: id, limit), weight: 25, lane: lane)
    return try read(body) { (body) throws(WireError) in try RestAnswers.trades(body.readableBytesSpan) }
  }

  /// Aggregate trades from a number on, in their order; see ``MarketDataSource/aggregates(of:from:limit:)``.
  public func aggregates(
    of pair: Pair, from id: Int64, limit: Int, lane: RequestLane
  ) async throws(VenueRequestError) -> [AggregateTrade] {
    let body = try await get("/api/v3/aggTrades", Self.query(pair, from: id, limit), weight: 4, lane: lane)
    return try read(body) { (body) throws(WireError) in try RestAnswers.aggregates(body.readableBytesSpan) }
  }

  /// The query for what is numbered.
  private static func query(_ pair: Pair, from id: Int64, _ limit: Int) -> [(name: String, value: String)] {
    [
      (name: "symbol", value: pair.symbol.percentEncoded), (name: "fromId", value: String(id)),
      (name: "limit", value: String(limit)),
    ]
  }

  /// A pair's order book; see ``MarketDataSource/book(of:limit:)``.
  public func book(of pair: Pair, limit: Int, lane: RequestLane) async throws(VenueRequestError) -> BookSnapshot {
    let query = [(name: "symbol", value: pair.symbol.percentEncoded), (name: "limit", value: String(limit))]
    let body = try await get("/api/v3/depth", query, weight: Self.weight(ofBook: limit), lane: lane)
    return try read(body) { (body) throws(WireError) in try RestAnswers.book(body.readableBytesSpan) }
  }

  /// What the venue charges for a book of so many levels.
  static func weight(ofBook limit: Int) -> Int {
    switch limit {
    case ...100: 5
    case ...500: 25
    case ...1000: 50
    default: 250
    }
  }

  func read<Answer>(
    _ body: ByteBuffer, _ parse: (ByteBuffer) throws(WireError) -> Answer
  ) throws(VenueRequestError) -> Answer {
    do {
      return try parse(body)
    } catch {
      throw .malformed("\(error)")
    }
  }
}
