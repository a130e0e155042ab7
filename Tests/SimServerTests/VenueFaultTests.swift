// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import ExchangeModel
import MarketData
import Testing
import TradingModel
import WebSockets

@testable import SimServer

/// What befalls the venue itself: halts, listings, filters, maintenance and its clock.
@Suite(.timeLimit(.minutes(5))) struct VenueFaultTests {
  private static let market = SeededMarket(seed: 7, pairs: ["BTC/USDT", "ETH/USDT"].compactMap(Pair.init))
  private static let pair = market.instruments[0].pair
  private static let start = VenueHarness.start

  private static func run(_ script: String = "", body: (VenueHarness) async throws -> Void) async throws {
    let plan = script.isEmpty ? .none : try FaultTests.plan(script)
    try await VenueHarness.run(market: market, faults: plan, body: body)
  }

  private func post(_ body: String, to venue: VenueHarness) async throws {
    let answer = try await venue.post("/sim/faults", body)
    #expect(answer.status == 200, "\(answer.text)")
  }

  private func symbols(_ venue: VenueHarness, _ query: String = "") async throws -> [String?] {
    try await venue.get("/api/v3/exchangeInfo\(query)").json["symbols"]?.array?.map { $0["symbol"]?.string } ?? []
  }

  private func code(_ venue: VenueHarness, _ target: String) async throws -> Int64? {
    try await venue.get("/api/v3/\(target)").json["code"]?.int64
  }

  /// Everything that is told of the past, as text.
  private func past(_ venue: VenueHarness, upTo now: Instant) async throws -> [String] {
    var texts: [String] = []
    let end = now.milliseconds
    for target in [
      "klines?symbol=BTCUSDT&interval=1m&endTime=\(end - 60_000)",
      "klines?symbol=BTCUSDT&interval=1s&endTime=\(end - 1000)",
      "aggTrades?symbol=BTCUSDT&startTime=\(end - 600_000)&endTime=\(end)&limit=1000",
      "klines?symbol=ETHUSDT&interval=1h&endTime=\(end - 3_600_000)",
    ] { texts.append(try await venue.get("/api/v3/\(target)").text) }
    return texts
  }

  @Test(arguments: ["HALT", "BREAK", "CANCEL_ONLY"])
  func `a halted pair shows its status and stands still, and others go on`(word: String) async throws {
    try await Self.run { venue in
      let reader = try await venue.connect(
        "/ws/btcusdt@trade/btcusdt@kline_1m/btcusdt@ticker/btcusdt@depth/ethusdt@trade")
      try await venue.step(60_000)
      _ = try await reader.drain()
      try await post(#"{"halt": {"symbols": "BTCUSDT", "status": "\#(word)"}}"#, to: venue)
      let info = try await venue.get("/api/v3/exchangeInfo").json
      #expect(info["symbols"]?.array?.map { $0["status"]?.string } == [word, "TRADING"])
      #expect(try await symbols(venue, "?symbolStatus=TRADING") == ["ETHUSDT"])
      if word == "CANCEL_ONLY" {
        #expect(try await code(venue, "depth?symbol=BTCUSDT&symbolStatus=CANCEL_ONLY") == -1122)
      } else {
        #expect(try await symbols(venue, "?symbolStatus=\(word)") == ["BTCUSDT"])
        #expect(try await code(venue, "depth?symbol=BTCUSDT&symbolStatus=\(word)") == nil)
      }
      #expect(try await code(venue, "depth?symbol=BTCUSDT&symbolStatus=TRADING") == -1220)
      let targets = ["ticker/24hr", "ticker/price", "ticker/bookTicker", "depth", "trades", "avgPrice"]
      var before: [String] = []
      for target in targets { before.append(try await venue.get("/api/v3/\(target)?symbol=BTCUSDT").text) }
      try await venue.step(1)
      var events = try await reader.drain()
      try await venue.step(300_000)
      for (target, text) in zip(targets, before) {
        #expect(try await venue.get("/api/v3/\(target)?symbol=BTCUSDT").text == text, "\(target)")
      }
      // The candle in which it was halted is closed, the last state of each stream told once, and that is all.
      events += try await reader.drain()
      let halted = events.filter { $0["s"]?.string == "BTCUSDT" }
      #expect(halted.count { $0["k"]?["x"]?.bool == true } == 1)
      for name in ["24hrTicker", "depthUpdate", "trade"] {
        #expect(halted.count { $0["e"]?.string == name } <= (name == "trade" ? 0 : 1), "\(name)")
      }
      #expect(halted.count { $0["k"]?["x"]?.bool == false } <= 1)
      #expect(events.count { $0["s"]?.string == "ETHUSDT" } == 5 * CandlePath.tradesPerMinute)
      try await post(#"{"halt": {"symbols": ["BTCUSDT"], "status": "TRADING"}}"#, to: venue)
      try await venue.step(60_000)
      let trades = try await reader.drain().filter { $0["e"]?.string == "trade" && $0["s"]?.string == "BTCUSDT" }
      #expect(trades.count >= CandlePath.tradesPerMinute - 1)
      let known = try JSONParser().parse(before[4]).array?.last?["id"]?.int64 ?? 0
      #expect(trades.first?["t"]?.int64 == known + 1)
      let minutes = try await venue.get("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=4").json
      let opens = minutes.array?.compactMap { $0[0]?.int64 } ?? []
      // Halted at 5:07:30, on again at 5:12:30: four candles are missing.
      #expect(zip(opens, opens.dropFirst()).map { $1 - $0 } == [60_000, 300_000, 60_000])
      reader.close()
    }
  }

  @Test(arguments: [
    #"{"halt": true}"#, #"{"maintenance": true, "for": "5m", "at": "1s"}"#,
    #"{"delist_symbol": {"symbols": "ETHUSDT"}}"#,
    #"{"change_filters": {"coarser": 100}}"#, #"{"halt": true, "at": "2026-03-04T04:00:00Z", "for": "2h"}"#,
    #"{"halt": true, "at": "2026-03-04T04:00:00Z", "every": "1m", "for": "30s"}"#,
    #"{"list_symbol": {"symbols": "NEW/USDT"}}"#, #"{"clock_skew": {"by": "5s"}}"#,
  ])
  func `what is asked for now leaves the past as it was`(body: String) async throws {
    try await Self.run { venue in
      try await venue.step(30_000)
      let now = Self.start.advanced(byMilliseconds: 30_000)
      let before = try await past(venue, upTo: now)
      try await post(body, to: venue)
      if !body.contains("delist") { #expect(try await past(venue, upTo: now) == before) }
      try await venue.step(400_000)
      #expect(try await past(venue, upTo: now).prefix(3) == before.prefix(3))
      try await post(#"{"clear": true}"#, to: venue)
      try await venue.step(60_000)
      #expect(try await past(venue, upTo: now) == before)
      #expect(
        try await symbols(venue, "?symbolStatus=TRADING").count
          == (body.contains("list_symbol") && body.contains("NEW") ? 3 : 2))
    }
  }

  @Test func `a planned halt is the same whether time goes in one step or in many`() async throws {
    let script =
      "- halt: {symbols: BTCUSDT}\n  at: 10s\n  every: 40s\n  for: 15s\n- change_filters: {tick_size: 2.5}\n  at: 70s"
    func told(_ steps: [Int64]) async throws -> [Node] {
      var events: [Node] = []
      try await Self.run(script) { venue in
        let reader = try await venue.connect("/ws/btcusdt@trade/btcusdt@kline_1m/btcusdt@bookTicker")
        for step in steps { try await venue.step(step) }
        events = try await reader.drain().filter { $0["k"]?["x"]?.bool != false }
        reader.close()
      }
      return events
    }
    let long = try await told([180_000])
    #expect(long == (try await told(Array(repeating: 1500, count: 120))))
    let plan = try FaultTests.plan(script)
    let record = plan.market(
      Self.market, from: Self.start, upTo: Self.start.advanced(byMilliseconds: 180_000))
    let range = Self.start.advanced(byMilliseconds: 1)..<Self.start.advanced(byMilliseconds: 180_001)
    let trades = long.filter { $0["e"]?.string == "trade" }
    let expected = record.trades(of: Self.pair, in: range)
    #expect(trades.map { $0["t"]?.int64 } == expected.map(\.id))
    #expect(trades.map { $0["p"]?.string } == expected.map { $0.price.value.text(minimumPlaces: 8) })
    #expect(trades.last?["p"]?.string.flatMap { Fixed($0) }?.isMultiple(of: Fixed("2.5") ?? 1) == true)
  }

  @Test func `a symbol is unknown until it is listed, and its history begins there`() async throws {
    try await Self.run("- list_symbol: {symbols: [NEW/USDT, ETHUSDT]}\n  at: 100s") { venue in
      let reader = try await venue.connect("/ws/newusdt@kline_1m/newusdt@trade/newusdt@ticker")
      try await venue.step(99_999)
      #expect(try await symbols(venue) == ["BTCUSDT"])
      for target in ["klines?interval=1m&symbol=", "depth?symbol=", "ticker/price?symbol=", "trades?symbol="] {
        #expect(try await code(venue, "\(target)NEWUSDT") == -1121)
        #expect(try await code(venue, "\(target)ETHUSDT") == -1121)
      }
      #expect(try await reader.drain() == [])
      try await venue.step(1)
      #expect(try await symbols(venue) == ["BTCUSDT", "ETHUSDT", "NEWUSDT"])
      try await venue.step(80_000)
      let events = try await reader.drain()
      let trades = events.filter { $0["e"]?.string == "trade" }
      #expect(trades.count > CandlePath.tradesPerMinute)
      let rows = try await venue.get("/api/v3/klines?symbol=NEWUSDT&interval=1d").json
      #expect(rows.array?.count == 1)
      #expect(rows[0]?[8]?.int64 == Int64(trades.count))
      let closed = events.filter { $0["k"]?["x"]?.bool == true }
      #expect(closed.map { $0["k"]?["f"] } == [trades[0]["t"]])
      let ticker = try await venue.get("/api/v3/ticker/24hr?symbol=NEWUSDT").json
      #expect(ticker["count"]?.int64 == Int64(trades.count))
      #expect(ticker["openPrice"] == trades[0]["p"])
      #expect(events.contains { $0["e"]?.string == "24hrTicker" })
      reader.close()
    }
  }

  @Test func `a symbol can be listed on demand, but not twice, and taken away`() async throws {
    try await Self.run { venue in
      let reader = try await venue.connect("/ws/somenew@trade/newusdt@trade/ethusdt@trade")
      try await post(#"{"list_symbol": {"symbols": "NEW/USDT"}, "at": "1m"}"#, to: venue)
      #expect(try await code(venue, "depth?symbol=NEWUSDT") == -1121)
      try await venue.step(60_000)
      _ = try await reader.drain()
      try await venue.step(60_000)
      #expect(Set(try await reader.drain().map { $0["s"]?.string }) == ["NEWUSDT", "ETHUSDT"])
      #expect(try await venue.get("/api/v3/depth?symbol=NEWUSDT").status == 200)
      let again = try await venue.post("/sim/faults", #"{"list_symbol": {"symbols": "ETHUSDT"}}"#)
      #expect(again.status == 409)
      #expect(try again.json["error"]?.string == "ETHUSDT is listed already")
      try await post(#"{"delist_symbol": {"symbols": ["ETHUSDT", "NEWUSDT"]}}"#, to: venue)
      #expect(try await symbols(venue) == ["BTCUSDT"])
      #expect(try await code(venue, "klines?symbol=ETHUSDT&interval=1m") == -1121)
      try await venue.step(120_000)
      #expect(try await reader.drain() == [])
      try await post(#"{"list_symbol": {"symbols": "ETHUSDT"}}"#, to: venue)
      try await venue.step(60_000)
      #expect(try await reader.drain().count >= CandlePath.tradesPerMinute - 1)
      reader.close()
    }
  }

  @Test func `a replayed market lists nothing that it has no candles of`() async throws {
    let candles = (0..<4).map { index in
      Candle(
        openTime: Timeframe.fiveMinutes.openTime(Self.start.advanced(byMilliseconds: -90_000), offset: index),
        open: Price(10), high: Price(14), low: Price(9), close: Price(12), volume: Quantity(1000))
    }
    let key = SeriesKey(pair: Self.pair, timeframe: .fiveMinutes)
    let replay = try ReplayMarket(seed: 1, tapes: [.init(key: key, candles: candles)])
    let plan = try FaultTests.plan("- list_symbol: {symbols: NEW/USDT}")
    try await VenueHarness.run(market: replay, faults: plan) { venue in
      #expect(try await symbols(venue) == ["BTCUSDT"])
      let answer = try await venue.post("/sim/faults", #"{"list_symbol": {"symbols": "NEW/USDT"}}"#)
      #expect(answer.status == 422)
      #expect(try answer.json["error"]?.string == "NEWUSDT has no candles to replay")
      #expect(try await venue.get("/sim/faults").json["faults"]?.array?.count == 1)
    }
  }

  @Test func `other filters are shown, and kept to`() async throws {
    let script =
      #"{"change_filters": {"symbols": "BTCUSDT", "tick_size": "0.5", "step_size": "0.002", "min_notional": 25}}"#
    try await Self.run { venue in
      let reader = try await venue.connect("/ws/btcusdt@trade/btcusdt@bookTicker/btcusdt@depth5")
      try await post(script, to: venue)
      let info = try ExchangeInfo(Array(try await venue.get("/api/v3/exchangeInfo").text.utf8).span.bytes)
      let rules = try #require(info.instruments.first)
      let half = try #require(Fixed("0.5"))
      let step = try #require(Fixed("0.002"))
      #expect(
        rules.price.tick == Price(half) && rules.lot.step == Quantity(step) && rules.lot.minimum == Quantity(step))
      #expect(rules.notional.minimum == Money(25))
      #expect(info.instruments[1] == Self.market.instruments[1])
      try await venue.step(60_000)
      func isOnGrid(_ price: Node?, _ quantity: Node?) throws -> Bool {
        try #require(price?.string.flatMap { Fixed($0) }).isMultiple(of: half)
          && #require(quantity?.string.flatMap { Fixed($0) }).isMultiple(of: step)
      }
      for event in try await reader.drain() {
        if event["e"]?.string == "trade" { #expect(try isOnGrid(event["p"], event["q"])) }
        if event["u"] != nil { #expect(try isOnGrid(event["b"], event["B"]) && isOnGrid(event["a"], event["A"])) }
      }
      let depth = try await venue.get("/api/v3/depth?symbol=BTCUSDT").json
      for level in (depth["bids"]?.array ?? []) + (depth["asks"]?.array ?? []) {
        #expect(try isOnGrid(level[0], level[1]))
      }
      let row = try await venue.get("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1").json[0]
      for column in 1...4 { #expect(try isOnGrid(row?[column], row?[5])) }
      reader.close()
    }
  }

  @Test func `during maintenance there are no answers, no connections and no trades`() async throws {
    try await Self.run("- maintenance: true\n  at: 90s\n  for: 5m") { venue in
      let combined = try await venue.connect("/stream?streams=btcusdt@trade")
      let api = try await venue.connectToApi("/ws-api/v3")
      _ = try await api.ask("{\"id\":1,\"method\":\"ping\"}")
      try await venue.step(90_001)
      var last: Node?
      while let event = try await combined.next() { last = event }
      let event: Node = [
        "e": "serverShutdown", "E": .number(Self.start.milliseconds + 90_000),
      ]
      #expect(last == ["stream": "!serverShutdown", "data": event])
      #expect(try await api.next() == ["event": event])
      for reader in [combined, api] {
        #expect(await reader.connection?.waitForEnd() == .closedByPeer(.goingAway, reason: "maintenance"))
      }
      let answer = try await venue.get("/api/v3/ping")
      #expect(answer.status == 503)
      #expect(try answer.json["code"]?.int64 == -1000)
      await #expect {
        try await venue.connectToApi("/ws")
      } throws: { error in
        "\(error)".contains("503")
      }
      #expect(try await venue.get("/sim/time").status == 200)
      let faults = try await venue.get("/sim/faults").json["faults"]
      #expect(faults?[0]?["state"]?.string == "active" && faults?[0]?["hits"]?.int64 == 1)
      try await venue.step(299_999)
      #expect(try await venue.get("/api/v3/ping").status == 200)
      let reader = try await venue.connect("/ws/btcusdt@trade")
      try await venue.step(120_000)
      let first = try #require(try await reader.drain().first)
      let trades = try await venue.get("/api/v3/historicalTrades?symbol=BTCUSDT&limit=1000").json.array ?? []
      let times = trades.compactMap { $0["time"]?.int64 }
      let closed = Self.start.milliseconds + 90_001...Self.start.milliseconds + 390_000
      #expect(!times.contains { closed.contains($0) })
      #expect(trades.contains { $0["id"] == first["t"] })
      let numbers = trades.compactMap { $0["id"]?.int64 }
      #expect(numbers == Array(numbers[0]..<numbers[0] + Int64(numbers.count)))
      // Closed from 5:08:00 to 5:13:00.
      let rows = try await venue.get("/api/v3/klines?symbol=ETHUSDT&interval=1m&limit=6").json
      let opens = rows.array?.compactMap { $0[0]?.int64 } ?? []
      #expect(zip(opens, opens.dropFirst()).contains { $1 - $0 == 360_000 || $1 - $0 == 300_000 })
      reader.close()
    }
  }

  @Test func `connections end as soon as maintenance is asked for`() async throws {
    try await Self.run { venue in
      let reader = try await venue.connect("/ws")
      try await post(#"{"maintenance": true, "for": "1m"}"#, to: venue)
      while try await reader.next() != nil {}
      #expect(await reader.connection?.waitForEnd() == .closedByPeer(.goingAway, reason: "maintenance"))
      #expect(try await venue.get("/api/v3/time").status == 503)
      try await venue.step(60_000)
      #expect(try await venue.get("/api/v3/time").status == 200)
    }
  }

  @Test(arguments: [("750ms", Int64(750)), ("-90s", -90_000)])
  func `a wrong clock tells wrong event times and the right data`(by: String, skew: Int64) async throws {
    try await Self.run("- clock_skew: {by: \(by)}\n  at: 30s\n  for: 30s") { venue in
      let reader = try await venue.connect("/ws/btcusdt@trade/btcusdt@kline_1s")
      let api = try await venue.connectToApi("/ws-api/v3?timeUnit=MICROSECOND")
      try await venue.step(90_000)
      for event in try await reader.drain() {
        let (told, time) = (event["E"]?.int64 ?? 0, event["T"]?.int64 ?? ((event["k"]?["T"]?.int64 ?? 0) + 1))
        let offset = time - Self.start.milliseconds
        #expect(told - time == (offset >= 30_000 && offset < 60_000 ? skew : 0))
      }
      try await post(#"{"clock_skew": {"by": "\#(by)"}}"#, to: venue)
      let wrong = Self.start.milliseconds + 90_000 + skew
      #expect(try await venue.get("/api/v3/time").json["serverTime"]?.int64 == wrong)
      #expect(try await venue.get("/api/v3/exchangeInfo?symbol=BTCUSDT").json["serverTime"]?.int64 == wrong)
      #expect(try await api.ask("{\"id\":1,\"method\":\"time\"}")["result"]?["serverTime"]?.int64 == wrong * 1000)
      let ticker = try await venue.get("/api/v3/ticker/24hr?symbol=BTCUSDT").json
      #expect(ticker["closeTime"]?.int64 == Self.start.milliseconds + 90_000)
      try await post(#"{"clear": true}"#, to: venue)
      #expect(try await venue.get("/api/v3/time").json["serverTime"]?.int64 == wrong - skew)
      for reader in [reader, api] { reader.close() }
    }
  }

  @Test(arguments: [
    (#"{"halt": {"symbols": "NOPE"}}"#, "there is no \"NOPE\" here"),
    (#"{"halt": {"status": "CLOSED"}}"#, "give HALT, BREAK"),
    (#"{"list_symbol": true}"#, "one symbol or several"),
    (#"{"delist_symbol": {"symbols": "NEW/USDT"}}"#, "there is no"),
    (#"{"change_filters": {"symbols": "BTCUSDT"}}"#, "nothing is to change"),
    (#"{"change_filters": {"tick_size": 0}}"#, "a decimal above 0"), (#"{"change_filters": {"coarser": 1}}"#, "2 to"),
    (#"{"change_filters": {"coarser": 10, "tick_size": 1}}"#, "either it or"),
    (#"{"clock_skew": true}"#, "300ms or -2s"),
    (#"{"clock_skew": {"by": "2h"}}"#, "up to an hour"), (#"{"maintenance": {"by": 1}}"#, "takes no parameters"),
    (#"{"halt": true, "every": "1h"}"#, "how long each round lasts"),
  ])
  func `refuses what can't befall the venue, and says why`(body: String, part: String) async throws {
    try await Self.run { venue in
      let answer = try await venue.post("/sim/faults", body)
      #expect(answer.status == 422)
      #expect(try answer.json["error"]?.string?.contains(part) == true, "\(answer.text)")
    }
  }
}
