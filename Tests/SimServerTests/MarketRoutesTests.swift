// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import ExchangeModel
import MarketData
import SimServer
import Testing
import TradingModel

@Suite(.timeLimit(.minutes(5))) struct MarketRoutesTests {
  @Test func `ping and time answer as Binance does`() async throws {
    try await VenueHarness.run { venue in
      let ping = try await venue.get("/api/v3/ping")
      #expect(ping.text == "{}")
      #expect(ping.headers["content-type"] == "application/json;charset=UTF-8")
      #expect(ping.headers["x-mbx-used-weight"] != nil)
      let time = try await venue.get("/api/v3/time").json["serverTime"]?.int64
      #expect(time == VenueHarness.start.milliseconds)
      try await venue.step(1234)
      let later = try await venue.get("/api/v3/time").json["serverTime"]?.int64
      #expect(later == VenueHarness.start.milliseconds + 1234)
    }
  }

  @Test func `exchangeInfo is read back by our own client as the market's rules`() async throws {
    let market = SeededMarket(seed: 7)
    try await VenueHarness.run(market: market) { venue in
      let text = try await venue.get("/api/v3/exchangeInfo").text
      let info = try ExchangeInfo(Array(text.utf8).span.bytes)
      #expect(info.instruments == market.instruments)
      #expect(info.unreadSymbols == [])
      #expect(info.unreadFilters == [])
      #expect(info.instruments[0].icebergPartsMax == 100)
      #expect(info.exchangeLimits == OpenOrderLimits())
      #expect(info.weightPerMinute == 6000)
      let one = try await venue.get("/api/v3/exchangeInfo?symbol=ETHBTC").json
      #expect(one["symbols"]?.array?.map { $0["symbol"]?.string } == ["ETHBTC"])
      #expect(one["symbols"]?[0]?["permissionSets"] == [["SPOT"]])
      let two = try await venue.get(
        "/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22,%22ETHBTC%22%5D&showPermissionSets=false"
      ).json
      #expect(two["symbols"]?.array?.map { $0["symbol"]?.string } == ["BTCUSDT", "ETHBTC"])
      #expect(two["symbols"]?[0]?["permissionSets"] == nil)
      let halted = try await venue.get("/api/v3/exchangeInfo?symbolStatus=HALT").json
      #expect(halted["symbols"] == [])
    }
  }

  @Test(arguments: Timeframe.allCases)
  func `klines are the market's candles, the last in progress`(timeframe: Timeframe) async throws {
    let market = SeededMarket(seed: 7)
    // The market opened in 2017: of the longest candles there are not so many.
    let limit = timeframe > .oneDay ? 50 : 500
    try await VenueHarness.run(market: market) { venue in
      let text = try await venue.get("/api/v3/klines?symbol=BTCUSDT&interval=\(timeframe)&limit=\(limit)").text
      let candles = try RestAnswers.candles(Array(text.utf8).span.bytes)
      let key = SeriesKey(pair: market.instruments[0].pair, timeframe: timeframe)
      let now = VenueHarness.start
      #expect(candles == market.newestCandles(of: key, upTo: now, limit: limit, now: now))
      #expect(candles.count == limit)
      #expect(candles.last?.openTime == timeframe.openTime(containing: now))
      let rows = try JSONParser().parse(text)
      for (row, candle) in zip(rows.array ?? [], candles) {
        #expect(row.array?.count == 12)
        #expect(row[6]?.int64 == timeframe.openTime(after: candle.openTime).milliseconds - 1)
        #expect(row[11]?.string == "0")
      }
      let whole = rows[10]
      if timeframe >= .oneMinute {
        let minutes = Timeframe.oneMinute.count(
          from: candles[10].openTime, to: timeframe.openTime(after: candles[10].openTime))
        #expect(whole?[8]?.int64 == Int64(minutes * CandlePath.tradesPerMinute))
      }
    }
  }

  @Test func `klines follow startTime, endTime, limit and timeZone`() async throws {
    try await VenueHarness.run { venue in
      func opens(_ query: String) async throws -> [Int64?] {
        let rows = try await venue.get("/api/v3/uiKlines?symbol=ETHUSDT&\(query)").json
        return rows.array?.map { $0[0]?.int64 } ?? []
      }
      let hour = try #require(Instant("2026-03-04T04:00:00Z")).milliseconds
      #expect(try await opens("interval=1h&startTime=\(hour)") == [hour, hour + 3_600_000])
      #expect(try await opens("interval=1h&startTime=\(hour + 1)") == [hour + 3_600_000])
      #expect(try await opens("interval=1h&endTime=\(hour)&limit=2") == [hour - 3_600_000, hour])
      #expect(try await opens("interval=1m&startTime=\(hour)&endTime=\(hour + 120_000)").count == 3)
      #expect(try await opens("interval=1m&startTime=\(hour)&endTime=\(hour - 1)") == [])
      #expect(try await opens("interval=1m&startTime=99999999999999999999") == [])
      #expect(try await opens("interval=1m&limit=5000").count == 1000)
      #expect(try await opens("interval=1d&startTime=0&limit=1") == [1_483_228_800_000])
      let day = try #require(Instant("2026-03-03T16:00:00Z")).milliseconds
      #expect(try await opens("interval=1d&limit=1&timeZone=8") == [day])
      #expect(try await opens("interval=1d&limit=1&timeZone=-01:30") == [day + 9 * 3_600_000 + 1_800_000])
    }
  }

  @Test(arguments: [
    ("klines?interval=1m", -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."),
    ("klines?symbol=BTCUSDT", -1102, "Mandatory parameter 'interval' was not sent, was empty/null, or malformed."),
    ("klines?symbol=&interval=1m", -1105, "Parameter 'symbol' was empty."),
    ("klines?symbol=BTCUSDT&interval=7m", -1120, "Invalid interval."),
    (
      "klines?symbol=BTCUSDT&interval=1M&limit=x", -1100,
      "Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'."
    ),
    (
      "klines?symbol=BTCUSDT&interval=1m&startTime=-1", -1100,
      "Illegal characters found in parameter 'startTime'; legal range is '^[0-9]{1,20}$'."
    ),
    ("klines?symbol=BTCUSDT&interval=1m&limit=0", -1130, "Data sent for parameter 'limit' is not valid."),
    ("klines?symbol=BTCUSDT&interval=1m&timeZone=15", -1130, "Data sent for parameter 'timeZone' is not valid."),
    ("klines?symbol=NOPE&interval=1m", -1121, "Invalid symbol."),
    (
      "klines?symbol=btcusdt&interval=1m", -1100,
      "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'."
    ),
    ("klines?symbol=BTCUSDT&symbol=ETHUSDT&interval=1m", -1101, "Duplicate values for a parameter detected."),
    (
      "klines?symbol=BTCUSDT&interval=1m&foo=1", -1104,
      "Not all sent parameters were read; read '2' parameter(s) but was sent '3'."
    ),
    ("time?x=1", -1101, "Too many parameters; expected '0' and received '1'."),
    ("exchangeInfo?symbol=NOPE", -1121, "Invalid symbol."),
    ("exchangeInfo?symbol=BTCUSDT&permissions=SPOT", -1128, "Combination of optional parameters invalid."),
    (
      "exchangeInfo?symbols=%5B%22BTCUSDT%22,%22BTCUSDT%22%5D", -1151,
      "Symbol is present multiple times in the list."
    ),
    ("exchangeInfo?symbolStatus=GONE", -1122, "Invalid symbolStatus."),
    ("depth", -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."),
    ("depth?symbol=BTCUSDT&limit=0", -1130, "Data sent for parameter 'limit' is not valid."),
    ("depth?symbol=BTCUSDT&symbolStatus=HALT", -1220, "The symbol's status does not match the requested symbolStatus."),
    ("aggTrades?symbol=BTCUSDT&fromId=1&startTime=1", -1128, "Combination of optional parameters invalid."),
    ("ticker", -1102, "Param 'symbol' or 'symbols' must be sent, but both were empty/null!"),
    ("ticker?symbol=BTCUSDT&windowSize=60m", -1130, "Data sent for parameter 'windowSize' is not valid."),
    ("ticker/24hr?symbol=BTCUSDT&type=HUGE", -1139, "Invalid ticker type."),
    ("ticker/price?symbol=BTCUSDT&symbols=%5B%22ETHUSDT%22%5D", -1128, "Combination of optional parameters invalid."),
  ])
  func `refuses with Binance's code and text`(target: String, code: Int64, message: String) async throws {
    try await VenueHarness.run { venue in
      let answer = try await venue.get("/api/v3/\(target)")
      #expect(answer.status == 400)
      #expect(try answer.json == ["code": .number(code), "msg": .string(message)])
      #expect(answer.headers["x-mbx-used-weight-1m"] != nil)
    }
  }

  @Test func `says what is not served`() async throws {
    try await VenueHarness.run { venue in
      #expect(try await venue.get("/api/v3/nothing").status == 404)
      #expect(try await venue.get("/").status == 404)
      let wrong = try await venue.post("/api/v3/klines", "")
      #expect(wrong.status == 405)
      #expect(wrong.headers["allow"] == "GET, HEAD")
    }
  }
}
