// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import SimServer
import Testing
import TradingModel

/// What the venue tells in different ways agrees to the last digit, whatever befalls it.
@Suite(.timeLimit(.minutes(5))) struct AgreementTests {
  private static let market = SeededMarket(seed: 11, pairs: ["BTC/USDT", "ETH/BTC", "PEPE/USDT"].compactMap(Pair.init))

  /// Halts, closed hours and other filters, in the hours before the start and after it.
  private static let script = """
    - halt: {symbols: [BTCUSDT, ETHBTC, PEPEUSDT], status: BREAK}
      at: 2026-03-04T03:10:20.5Z
      for: 25m
    - maintenance: true
      at: 2026-03-04T03:50:00Z
      for: 7m
    - change_filters: {coarser: 10}
      at: 2026-03-04T04:30:00.25Z
      for: 20m
    - halt: {symbols: [BTCUSDT, ETHBTC, PEPEUSDT]}
      at: 2026-03-04T04:59:58Z
      for: 92s
    - halt: true
      at: 10s
      every: 50s
      for: 8s
    - change_filters: {coarser: 7}
      at: 22s
      for: 40s
    """

  /// A venue that nothing befalls, or much.
  private static func run(isBefallen: Bool, body: (VenueHarness) async throws -> Void) async throws {
    let plan = isBefallen ? try FaultTests.plan(script) : .none
    try await VenueHarness.run(market: market, faults: plan, body: body)
  }

  /// What trades, as the venue lists them, add up to.
  private struct Sums: Equatable {
    var count = 0
    var volume = Fixed.zero
    var quoteVolume = Fixed.zero
    var takerVolume = Fixed.zero
    var takerQuoteVolume = Fixed.zero

    mutating func add(_ row: Node) throws {
      let (quantity, quote) = (try decimal(row["qty"]), try decimal(row["quoteQty"]))
      let isTaker = row["isBuyerMaker"]?.bool == false
      count += 1
      volume = volume + quantity
      quoteVolume = quoteVolume + quote
      takerVolume = takerVolume + (isTaker ? quantity : .zero)
      takerQuoteVolume = takerQuoteVolume + (isTaker ? quote : .zero)
    }
  }

  private static func trades(_ venue: VenueHarness, _ symbol: String, from: Int64, to: Int64) async throws -> [Node] {
    var rows: [Node] = []
    let window = "symbol=\(symbol)&startTime=\(from)&endTime=\(to)&limit=1000"
    var aggregates = try await venue.get("/api/v3/aggTrades?\(window)").json.array ?? []
    while let last = aggregates.last?["l"]?.int64, let first = aggregates.first?["f"]?.int64 {
      let page = try await venue.get("/api/v3/historicalTrades?symbol=\(symbol)&fromId=\(first)&limit=1000").json
      rows += (page.array ?? []).filter { ($0["id"]?.int64 ?? 0) <= last }
      let next = try await venue.get("/api/v3/aggTrades?symbol=\(symbol)&fromId=\(last + 1)&limit=1000").json
      aggregates = (next.array ?? []).filter { ($0["T"]?.int64 ?? .max) <= to }
    }
    return rows
  }

  @Test(arguments: ["BTCUSDT", "ETHBTC", "PEPEUSDT"], [false, true])
  func `klines, tickers and averages are what the trades add up to`(symbol: String, isBefallen: Bool) async throws {
    try await Self.run(isBefallen: isBefallen) { venue in
      let klines = try await venue.get("/api/v3/klines?symbol=\(symbol)&interval=1h&limit=3").json
      let rows = try #require(klines.array)
      let now = try #require(try await venue.get("/api/v3/time").json["serverTime"]?.int64)
      let first = try #require(rows[0][0]?.int64)
      let trades = try await Self.trades(venue, symbol, from: first, to: now)
      let numbers = trades.compactMap { $0["id"]?.int64 }
      #expect(numbers == Array(numbers[0]..<numbers[0] + Int64(numbers.count)))
      for row in rows {
        let (open, close) = (try #require(row[0]?.int64), try #require(row[6]?.int64))
        let inside = trades.filter { (open...close).contains($0["time"]?.int64 ?? 0) }
        var sums = Sums()
        for trade in inside { try sums.add(trade) }
        let told = Sums(
          count: Int(row[8]?.int64 ?? 0), volume: try decimal(row[5]), quoteVolume: try decimal(row[7]),
          takerVolume: try decimal(row[9]), takerQuoteVolume: try decimal(row[10]))
        #expect(sums == told)
        #expect(try inside.map { try decimal($0["price"]) }.max() == decimal(row[2]))
        #expect(try inside.map { try decimal($0["price"]) }.min() == decimal(row[3]))
        #expect(inside.first?["price"] == row[1])
        #expect(inside.last?["price"] == row[4])
      }
      let ticker = try await venue.get("/api/v3/ticker?symbol=\(symbol)&windowSize=1h").json
      let from = try #require(ticker["openTime"]?.int64)
      let window = trades.filter { ($0["time"]?.int64 ?? 0) >= from }
      var sums = Sums()
      for trade in window { try sums.add(trade) }
      #expect(ticker["count"]?.int64 == Int64(sums.count))
      #expect(try decimal(ticker["volume"]) == sums.volume)
      #expect(try decimal(ticker["quoteVolume"]) == sums.quoteVolume)
      #expect(ticker["firstId"] == window.first?["id"])
      #expect(ticker["lastId"] == window.last?["id"])
      #expect(ticker["openPrice"] == window.first?["price"])
      var average = Sums()
      for trade in trades where (trade["time"]?.int64 ?? 0) >= now - 300_000 { try average.add(trade) }
      let told = try decimal(try await venue.get("/api/v3/avgPrice?symbol=\(symbol)").json["price"])
      let mean = try average.quoteVolume.divided(by: average.volume, rounding: .halfEven)
      #expect(told == mean.rounded(places: 8, .halfEven))
    }
  }

  @Test(arguments: [false, true]) func `the ticker of a day is the sum of its hours`(isBefallen: Bool) async throws {
    try await Self.run(isBefallen: isBefallen) { venue in
      let start = VenueHarness.start.milliseconds / 86_400_000 * 86_400_000
      let hours = try await venue.get("/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=\(start)").json
      let day = try await venue.get("/api/v3/klines?symbol=BTCUSDT&interval=1d&limit=1").json[0]
      let ticker = try await venue.get("/api/v3/ticker/tradingDay?symbol=BTCUSDT").json
      for (column, name) in [(5, "volume"), (7, "quoteVolume")] {
        let sum = try (hours.array ?? []).reduce(Fixed.zero) { try $0 + decimal($1[column]) }
        #expect(try decimal(day?[column]) == sum)
        #expect(try decimal(ticker[name]) == sum)
      }
      #expect(ticker["openTime"]?.int64 == start)
      #expect(ticker["closeTime"]?.int64 == start + 86_399_999)
      #expect(ticker["openPrice"] == day?[1])
      #expect(ticker["lastPrice"] == day?[4])
    }
  }

  @Test(arguments: ["@depth@100ms", "@depth"], [false, true])
  func `a book kept by the changes is the book that is asked for`(stream: String, isBefallen: Bool) async throws {
    try await Self.run(isBefallen: isBefallen) { venue in
      let reader = try await venue.connect("/ws/btcusdt\(stream)/btcusdt@bookTicker")
      let snapshot = try await venue.get("/api/v3/depth?symbol=BTCUSDT&limit=5000").json
      var book = Book()
      try book.apply(snapshot["bids"], snapshot["asks"])
      var updateID = try #require(snapshot["lastUpdateId"]?.int64)
      for _ in 0..<40 { try await venue.step(700) }
      try await venue.step(2000)
      var top: Node?
      for event in try await reader.drain() {
        guard event["e"]?.string == "depthUpdate" else {
          top = event
          continue
        }
        #expect(event["U"]?.int64 == updateID + 1)
        updateID = try #require(event["u"]?.int64)
        try book.apply(event["b"], event["a"])
      }
      let later = try await venue.get("/api/v3/depth?symbol=BTCUSDT&limit=5000").json
      var wanted = Book()
      try wanted.apply(later["bids"], later["asks"])
      #expect(later["lastUpdateId"]?.int64 == updateID)
      #expect(book == wanted)
      #expect(top?["b"] == later["bids"]?[0]?[0])
      #expect(top?["B"] == later["bids"]?[0]?[1])
      #expect(top?["a"] == later["asks"]?[0]?[0])
      #expect(book.bids.count == 1000)
      #expect(try #require(book.bids.keys.max()) < #require(book.asks.keys.min()))
      reader.close()
    }
  }

  private struct Book: Equatable {
    var bids: [Fixed: Fixed] = [:]
    var asks: [Fixed: Fixed] = [:]

    mutating func apply(_ bids: Node?, _ asks: Node?) throws {
      try Self.apply(bids, to: &self.bids)
      try Self.apply(asks, to: &self.asks)
    }

    private static func apply(_ levels: Node?, to side: inout [Fixed: Fixed]) throws {
      for level in levels?.array ?? [] {
        let quantity = try decimal(level[1])
        side[try decimal(level[0])] = quantity.isZero ? nil : quantity
      }
    }
  }

  @Test(arguments: [false, true])
  func `streamed candles and tickers are those that are asked for`(isBefallen: Bool) async throws {
    try await Self.run(isBefallen: isBefallen) { venue in
      let reader = try await venue.connect(
        "/stream?streams=pepeusdt@kline_1m/pepeusdt@kline_1h@+08:00/pepeusdt@ticker/pepeusdt@ticker_1h/"
          + "pepeusdt@miniTicker/pepeusdt@avgPrice/!miniTicker@arr/pepeusdt@depth5")
      try await venue.step(150_000)
      var newest: [String: Node] = [:]
      var closed: Node?
      for event in try await reader.drain() {
        let (name, data) = (try #require(event["stream"]?.string), try #require(event["data"]))
        if name == "pepeusdt@kline_1m", data["k"]?["x"]?.bool == true { closed = data["k"] }
        newest[name] = data
      }
      #expect(newest.count == 8)
      let open = try #require(closed?["t"]?.int64)
      let row = try await venue.get("/api/v3/klines?symbol=PEPEUSDT&interval=1m&startTime=\(open)&limit=1").json[0]
      for (key, column) in [("o", 1), ("h", 2), ("l", 3), ("c", 4), ("v", 5), ("q", 7), ("n", 8), ("V", 9), ("Q", 10)] {
        #expect(closed?[key] == row?[column], "\(key)")
      }
      let eastern = try await venue.get("/api/v3/klines?symbol=PEPEUSDT&interval=1h&limit=1&timeZone=8").json[0]
      #expect(newest["pepeusdt@kline_1h@+08:00"]?["k"]?["v"] == eastern?[5])
      let ticker = try await venue.get("/api/v3/ticker/24hr?symbol=PEPEUSDT").json
      let names = [
        "p": "priceChange", "P": "priceChangePercent", "w": "weightedAvgPrice", "x": "prevClosePrice",
        "c": "lastPrice", "Q": "lastQty", "b": "bidPrice", "B": "bidQty", "a": "askPrice", "A": "askQty",
        "o": "openPrice", "h": "highPrice", "l": "lowPrice", "v": "volume", "q": "quoteVolume", "O": "openTime",
        "C": "closeTime", "F": "firstId", "L": "lastId", "n": "count",
      ]
      for (short, long) in names { #expect(newest["pepeusdt@ticker"]?[short] == ticker[long], "\(long)") }
      #expect(newest["pepeusdt@miniTicker"]?["q"] == ticker["quoteVolume"])
      let mini = newest["!miniTicker@arr"]?.array?.first { $0["s"]?.string == "PEPEUSDT" }
      #expect(mini?["v"] == ticker["volume"])
      let rolling = try await venue.get("/api/v3/ticker?symbol=PEPEUSDT&windowSize=1h").json
      #expect(newest["pepeusdt@ticker_1h"]?["v"] == rolling["volume"])
      #expect(newest["pepeusdt@ticker_1h"]?["e"]?.string == "1hTicker")
      let average = try await venue.get("/api/v3/avgPrice?symbol=PEPEUSDT").json
      #expect(newest["pepeusdt@avgPrice"]?["w"] == average["price"])
      let depth = try await venue.get("/api/v3/depth?symbol=PEPEUSDT&limit=5").json
      #expect(newest["pepeusdt@depth5"] == depth)
      reader.close()
    }
  }

  @Test func `the WebSocket API answers as REST does`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let api = try await venue.connectToApi("/ws-api/v3?timeUnit=MICROSECOND")
      let requests = [
        ("depth", "{\"symbol\":\"BTCUSDT\",\"limit\":5}", "depth?symbol=BTCUSDT&limit=5"),
        ("trades.recent", "{\"symbol\":\"BTCUSDT\",\"limit\":3}", "trades?symbol=BTCUSDT&limit=3"),
        (
          "v3/klines", "{\"symbol\":\"ETHBTC\",\"interval\":\"1m\",\"limit\":2}",
          "klines?symbol=ETHBTC&interval=1m&limit=2"
        ),
        (
          "ticker.24hr", "{\"symbols\":[\"ETHBTC\"],\"type\":\"MINI\"}",
          "ticker/24hr?symbols=%5B%22ETHBTC%22%5D&type=MINI"
        ),
        ("time", "{}", "time"),
      ]
      for (method, params, path) in requests {
        let answer = try await api.ask("{\"id\":\"a\",\"method\":\"\(method)\",\"params\":\(params)}")
        #expect(answer["status"]?.int64 == 200)
        #expect(answer["id"]?.string == "a")
        let rest = try await venue.get("/api/v3/\(path)", headers: ["x-mbx-time-unit": "microsecond"])
        #expect(try answer["result"] == rest.json, "\(method)")
        #expect(answer["rateLimits"]?[0]?["limit"]?.int64 == 6000)
      }
      let refused = try await api.ask(
        "{\"id\":7,\"method\":\"depth\",\"params\":{\"symbol\":\"NOPE\",\"returnRateLimits\":false}}")
      #expect(refused == ["id": 7, "status": 400, "error": ["code": -1121, "msg": "Invalid symbol."]])
      #expect(try await api.ask("nonsense")["error"]?["code"]?.int64 == -1135)
      #expect(try await api.ask("{\"id\":1,\"method\":\"fly\"}")["error"]?["code"]?.int64 == -1020)
      api.close()
    }
  }

  @Test func `who asks too much is told to wait, and banned who goes on`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      var statuses: [Int] = []
      var last: VenueHarness.Answer?
      for _ in 0..<60 where last?.status != 418 {
        let answer = try await venue.get("/api/v3/depth?symbol=BTCUSDT&limit=5000")
        statuses.append(answer.status)
        last = answer
      }
      // A minute of the wall may have ended on the way.
      #expect(statuses.count { $0 == 200 } >= 24)
      #expect(statuses.contains(429))
      #expect(last?.status == 418)
      #expect(last?.text.contains("IP banned until") == true)
      #expect(Int(last?.headers["retry-after"] ?? "") ?? 0 > 100)
      let figures = try await venue.get("/sim/limits").json["addresses"]?[0]
      #expect(figures?["address"]?.string == "127.0.0.1")
      #expect(figures?["highest_weight"]?.int64 ?? 0 > 6000)
      #expect(figures?["refused_requests"]?.int64 == Int64(statuses.count { $0 != 200 }))
    }
  }
}

private func decimal(_ node: Node?) throws -> Fixed { try #require(node?.string.flatMap { Fixed($0) }) }
