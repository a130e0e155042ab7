// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import ExchangeModel
import MarketData
import SimServer
import Testing
import TradingModel
import WebSockets

@Suite(.timeLimit(.minutes(5))) struct StreamTests {
  static let market = SeededMarket(seed: 7)
  static let pair = market.instruments[0].pair
  static let start = VenueHarness.start

  private func messages(_ nodes: [Node]) throws -> [StreamMessage] {
    let symbols = SymbolTable(Self.market.instruments.map(\.pair))
    return try nodes.map { try StreamMessage.decode($0.jsonBytes(), symbols: symbols) }
  }

  @Test func `trades and best prices come in order, each once`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let reader = try await venue.connect("/ws/btcusdt@trade/btcusdt@bookTicker")
      for step in [1, 2500, 10_000, 47_499, 60_000] as [Int64] { try await venue.step(step) }
      let end = Self.start.advanced(byMilliseconds: 120_000)
      let trades = Self.market.trades(
        of: Self.pair, in: Self.start.advanced(byMilliseconds: 1)..<end.advanced(byMilliseconds: 1))
      let nodes = try await reader.drain()
      #expect(nodes.map { $0["t"]?.int64 ?? $0["u"]?.int64 } == trades.flatMap { [$0.id, $0.id] })
      let received = nodes.filter { $0["e"]?.string == "trade" }
      #expect(received.map { $0["p"]?.string } == trades.map { $0.price.value.text(minimumPlaces: 8) })
      #expect(received.map { $0["q"]?.string } == trades.map { $0.quantity.value.text(minimumPlaces: 8) })
      #expect(received.map { $0["T"]?.int64 } == trades.map(\.time.milliseconds))
      #expect(received.map { $0["m"]?.bool } == trades.map(\.isBuyerMaker))
      let quotes = nodes.filter { $0["e"] == nil }
      let expected = trades.map { Self.market.quote(of: Self.pair, after: $0) }
      #expect(quotes.map { $0["b"]?.string } == expected.map { $0?.bid.value.text(minimumPlaces: 8) })
      #expect(quotes.map { $0["a"]?.string } == expected.map { $0?.ask.value.text(minimumPlaces: 8) })
      reader.close()
    }
  }

  @Test func `a candle is closed once, before later trades, and equals the one by REST`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let reader = try await venue.connect("/stream?streams=btcusdt@kline_1m/btcusdt@kline_3m/btcusdt@trade")
      for _ in 0..<300 { try await venue.step(2000) }
      let nodes = try await reader.drain()
      #expect(nodes.allSatisfy { $0["stream"] != nil })
      let messages = try messages(nodes)
      for timeframe in [Timeframe.oneMinute, .threeMinutes] {
        let updates = messages.compactMap { message -> CandleUpdate? in
          guard case .candle(let update) = message, update.key.timeframe == timeframe else { return nil }
          return update
        }
        let key = SeriesKey(pair: Self.pair, timeframe: timeframe)
        let end = Self.start.advanced(byMilliseconds: 600_000)
        let first = timeframe.openTime(containing: Self.start)
        let closed = Self.market.candles(
          of: key, in: first..<timeframe.openTime(containing: end), now: end)
        #expect(updates.filter(\.isClosed).map(\.candle) == closed)
        #expect(zip(updates, updates.dropFirst()).allSatisfy { $0.eventTime <= $1.eventTime })
        #expect(
          updates.filter(\.isClosed).allSatisfy { $0.eventTime == timeframe.openTime(after: $0.candle.openTime) })
      }
      var closedUpTo = Instant.epoch
      for message in messages {
        switch message {
        case .candle(let update) where update.isClosed: closedUpTo = max(closedUpTo, update.eventTime)
        case .trade(_, let trade, _): #expect(trade.time >= closedUpTo)
        default: break
        }
      }
      reader.close()
    }
  }

  @Test func `a candle in progress is told every two seconds as it stands`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let reader = try await venue.connect("/ws/btcusdt@kline_5m")
      for _ in 0..<70 { try await venue.step(500) }
      let updates = try messages(try await reader.drain()).compactMap { message -> CandleUpdate? in
        guard case .candle(let update) = message else { return nil }
        return update
      }
      #expect(
        updates.map(\.eventTime)
          == (1...17).map { Self.start.advanced(byMilliseconds: $0 * 2000) })
      let key = SeriesKey(pair: Self.pair, timeframe: .fiveMinutes)
      for update in updates {
        let now = update.eventTime
        #expect([update.candle] == Self.market.newestCandles(of: key, upTo: now, limit: 1, now: now))
      }
      reader.close()
    }
  }

  @Test func `a second is closed every second, also without a trade`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let reader = try await venue.connect("/ws/btcusdt@kline_1s")
      try await venue.step(30_000)
      let closed = try messages(try await reader.drain()).compactMap { message -> Candle? in
        guard case .candle(let update) = message, update.isClosed else { return nil }
        return update.candle
      }
      let end = Self.start.advanced(byMilliseconds: 30_000)
      let key = SeriesKey(pair: Self.pair, timeframe: .oneSecond)
      #expect(closed == Self.market.candles(of: key, in: Self.start..<end, now: end))
      #expect(closed.count == 30)
      reader.close()
    }
  }

  @Test func `a long step tells the same candles and trades as many short ones`() async throws {
    func closedAndTraded(_ steps: [Int64]) async throws -> [Node] {
      var result: [Node] = []
      try await VenueHarness.run(market: Self.market) { venue in
        let reader = try await venue.connect("/ws/btcusdt@kline_1m/btcusdt@kline_1h/btcusdt@trade")
        for step in steps { try await venue.step(step) }
        result = try await reader.drain().filter { $0["k"]?["x"]?.bool != false }
        reader.close()
      }
      return result
    }
    let long = try await closedAndTraded([7_200_000])
    let short = try await closedAndTraded(Array(repeating: 7_200, count: 1000))
    #expect(long == short)
    #expect(long.count == 122 + 120 * CandlePath.tradesPerMinute)
  }

  @Test func `a gap in the replayed candles stays silent`() async throws {
    let start = try #require(Instant("2026-03-04T05:00:00Z"))
    let candles = [0, 1, 4].map { index in
      Candle(
        openTime: start.advanced(byMilliseconds: Int64(index) * 300_000), open: Price(10), high: Price(14),
        low: Price(9), close: Price(12), volume: Quantity(1000))
    }
    let key = SeriesKey(pair: Self.pair, timeframe: .fiveMinutes)
    let market = try ReplayMarket(seed: 1, tapes: [.init(key: key, candles: candles)])
    try await VenueHarness.run(market: market, start: start.advanced(byMilliseconds: -1)) { venue in
      let reader = try await venue.connect("/ws/btcusdt@kline_5m/btcusdt@trade")
      try await venue.step(1_500_001)
      let messages = try messages(try await reader.drain())
      let closed = messages.compactMap { message -> Candle? in
        guard case .candle(let update) = message, update.isClosed else { return nil }
        return update.candle
      }
      #expect(closed == candles)
      let trades = messages.compactMap { message -> PublicTrade? in
        guard case .trade(_, let trade, _) = message else { return nil }
        return trade
      }
      #expect(trades == market.trades(of: Self.pair, in: start..<start.advanced(byMilliseconds: 1_500_001)))
      #expect(trades.map(\.id) == (0..<Int64(trades.count)).map { $0 })
      reader.close()
    }
  }

  @Test func `streams are subscribed and unsubscribed on an open connection`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let reader = try await venue.connect("/stream/ws/3")
      #expect(
        try await reader.ask("{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@trade\",\"no@such\"],\"id\":1}")
          == ["result": nil, "id": 1])
      #expect(
        try await reader.ask("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"a-b\"}")
          == ["result": ["btcusdt@trade", "no@such"], "id": "a-b"])
      try await venue.step(60_000)
      #expect(try await reader.drain().count == CandlePath.tradesPerMinute)
      #expect(
        try await reader.ask("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"btcusdt@trade\"],\"id\":null}")
          == ["result": nil, "id": nil])
      try await venue.step(60_000)
      #expect(try await reader.drain() == [])
      reader.close()
    }
  }

  @Test func `raw connections can be made combined, and the other way round`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let reader = try await venue.connect("/ws")
      #expect(
        try await reader.ask("{\"method\":\"GET_PROPERTY\",\"params\":[\"combined\"],\"id\":1}")
          == ["result": false, "id": 1])
      #expect(
        try await reader.ask("{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",true],\"id\":2}")
          == ["result": nil, "id": 2])
      _ = try await reader.ask("{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@trade\"],\"id\":3}")
      try await venue.step(60_000)
      #expect(try await reader.drain().allSatisfy { $0["stream"]?.string == "btcusdt@trade" && $0["data"] != nil })
      reader.close()
      let combined = try await venue.connect("/stream")
      #expect(
        try await combined.ask("{\"method\":\"GET_PROPERTY\",\"params\":[\"combined\"],\"id\":1}")
          == ["result": true, "id": 1])
      combined.close()
    }
  }

  @Test(arguments: [
    ("{\"method\":\"SET_PROPERTY\",\"params\":[\"colour\",true],\"id\":1}", 0, "Unknown property", "1"),
    (
      "{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",1],\"id\":1}", 1,
      "Invalid value type: expected Boolean", "1"
    ),
    (
      "{\"method\":\"SET_PROPERTY\",\"params\":[7],\"id\":1}", 2,
      "Invalid request: property name must be a string", "1"
    ),
    (
      "{\"method\":\"GET_PROPERTY\",\"params\":[\"combined\",1],\"id\":1}", 2,
      "Invalid request: too many parameters", "1"
    ),
    ("{\"id\":1}", 2, "Invalid request: missing field `method`", "1"),
    (
      "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":{}}", 2,
      "Invalid request: request ID must be an unsigned integer", "null"
    ),
    (
      "{\"method\":\"JUMP\",\"id\":\"x\"}", 2,
      "Invalid request: unknown variant `JUMP`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, "
        + "`SET_PROPERTY`, `GET_PROPERTY`", "\"x\""
    ),
  ])
  func `refuses control messages with Binance's codes`(
    message: String, code: Int64, text: String, id: String
  ) async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let reader = try await venue.connect("/ws")
      let answer = try await reader.ask(message)
      #expect(answer == ["code": .number(code), "msg": .string(text), "id": try JSONParser().parse(id)])
      let broken = try await reader.ask("{\"method\"")
      #expect(broken["code"]?.int64 == 3)
      #expect(broken["msg"]?.string?.hasPrefix("Invalid JSON: ") == true)
      reader.close()
    }
  }

  @Test func `more than five messages in a second end the connection`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let reader = try await venue.connect("/ws")
      for _ in 0..<20 { reader.connection?.send(text: "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1}") }
      var answers = 0
      while try await reader.next() != nil { answers += 1 }
      // The one that was answered while connecting counts, unless a second has gone by since.
      #expect((4...5).contains(answers))
      #expect(await reader.connection?.waitForEnd() == .closedByPeer(.policyViolation, reason: "Too many requests"))
    }
  }
}
