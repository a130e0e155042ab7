// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import Ports
import Synchronization
import Testing
import TradingModel

@testable import BinanceExchange
@testable import TestKit

private let key = SeriesKey(pair: Pair("BTC/USDT")!, timeframe: .oneMinute)

func klineRows(_ minutes: Range<Int>) -> TestVenue.Answer {
  let rows = minutes.map { #"[\#($0 * 60_000),"1","1","1","1","1",\#($0 * 60_000 + 59_999),"1",1,"1","1","0"]"# }
  return .init(body: "[\(rows.joined(separator: ","))]")
}

private func at(_ minute: Int) -> Instant { Instant(milliseconds: Int64(minute) * 60_000) }

@Suite(.timeLimit(.minutes(5))) struct BinanceRESTTests {
  @Test func `pages forward from a time`() async throws {
    let venue = TestVenue()
    venue.answer("/api/v3/klines", klineRows(10..<1010), klineRows(1010..<1012))
    try await venue.run { endpoints in
      let candles = try await BinanceREST(endpoints).candles(key, from: at(10), to: nil, limit: 5000, lane: .gaps)
      #expect(candles.map(\.openTime) == (10..<1012).map(at))
      #expect(
        venue.requests == [
          "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000&startTime=600000",
          "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000&startTime=60600000",
        ])
    }
  }

  @Test func `pages backward from the newest`() async throws {
    let venue = TestVenue()
    venue.answer("/api/v3/klines", klineRows(1000..<2000), klineRows(499..<1000))
    try await venue.run { endpoints in
      let candles = try await BinanceREST(endpoints).candles(key, from: nil, to: nil, limit: 1501, lane: .gaps)
      #expect(candles.map(\.openTime) == (499..<2000).map(at))
      #expect(venue.requests.last == "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=501&endTime=59999999")
    }
  }

  @Test(arguments: [
    (400, #"{"code":-1121,"msg":"Invalid symbol."}"#, FeedError.unknownPair(key.pair)),
    (400, #"{"code":-1120,"msg":"Invalid interval."}"#, .unsupportedTimeframe(.oneMinute)),
    (400, #"{"code":-1100,"msg":"Illegal"}"#, .refused("-1100 Illegal")),
    (403, "<html>", .refused("0 Forbidden")),
    (503, "", .unreachable("unreachable: HTTP status 503")),
    (200, "[1", .unreachable("malformed answer: malformed: line 1, column 2: expected an array")),
  ])
  func `says what went wrong`(status: Int, body: String, error: FeedError) async throws {
    let venue = TestVenue()
    venue.answer("/api/v3/klines", .init(status: status, body: body))
    try await venue.run { endpoints in
      do {
        _ = try await BinanceREST(endpoints).candles(key, from: nil, to: nil, limit: 1, lane: .displays)
        Issue.record("answered")
      } catch let failure as VenueRequestError {
        #expect(FeedError(failure, asking: key) == error)
      }
    }
  }

  @Test func `asks for trades by their numbers`() async throws {
    let venue = TestVenue()
    let row = #"{"id":9,"price":"2","qty":"3","quoteQty":"6","time":5,"isBuyerMaker":true,"isBestMatch":true}"#
    venue.answer("/api/v3/historicalTrades", .init(body: "[\(row)]"))
    try await venue.run { endpoints in
      let rest = BinanceREST(endpoints)
      let trades = try await rest.trades(of: key.pair, from: 9, limit: 1000, lane: .gaps)
      let expected = PublicTrade(
        id: 9, time: Instant(milliseconds: 5), price: Price(2), quantity: Quantity(3), isBuyerMaker: true)
      #expect(trades == [expected])
      #expect(venue.requests == ["/api/v3/historicalTrades?symbol=BTCUSDT&fromId=9&limit=1000"])
      #expect(rest.budget.used == 25)
    }
  }

  @Test(arguments: [429, 418])
  func `asks nothing for as long as the venue says`(status: Int) async throws {
    let venue = TestVenue()
    let body = #"{"code":-1003,"msg":"Too many requests"}"#
    venue.answer(
      "/api/v3/time", .init(status: status, headers: ["Retry-After": "7"], body: body),
      .init(body: #"{"serverTime":5}"#))
    try await venue.run { endpoints in
      let manual = ManualTime()
      let rest = BinanceREST(endpoints, time: manual.time, wall: { Instant(milliseconds: 20_000) })
      await #expect(throws: VenueRequestError.rateLimited(retryAfter: .seconds(7))) { try await rest.serverTime() }
      async let time = rest.serverTime()
      await manual.untilSleeping { $0 == .seconds(7) }
      #expect(venue.requests.count == 1)
      manual.advance(by: .seconds(7))
      let told = try await time
      #expect(told == Instant(milliseconds: 5))
    }
  }

  @Test func `waits for the next minute when the venue says that it is used up`() async throws {
    let venue = TestVenue()
    venue.answer(
      "/api/v3/ping", .init(headers: ["X-MBX-USED-WEIGHT-1M": "6000"], body: "{}"), .init(body: "{}"))
    try await venue.run { endpoints in
      let manual = ManualTime()
      let rest = BinanceREST(endpoints, time: manual.time, wall: { Instant(milliseconds: 20_000) })
      try await rest.ping()
      #expect(rest.budget.used == 6000)
      async let second: Void = rest.ping()
      await manual.untilSleeping { $0 == .seconds(40) }
      manual.advance(by: .seconds(40))
      await manual.untilSleeping { $0 == .seconds(2) }
      manual.advance(by: .seconds(2))
      try await second
      #expect(rest.budget.used == 1)
    }
  }
}

@Suite(.timeLimit(.minutes(5))) struct VenueClockTests {
  @Test func `carries the simulator's time on at its speed`() async throws {
    let venue = TestVenue()
    try await venue.run { endpoints in
      let manual = ManualTime()
      let clock = SimVenueClock(
        rest: BinanceREST(endpoints, time: manual.time), start: at(1), log: silentLog, time: manual.time)
      #expect(clock.now() == at(1))
      #expect(clock.rate == 0)
      venue.answer("/sim/time", .init(body: #"{"now":"1970-01-01T00:10:00.000Z","speed":60,"paused":false}"#))
      try await clock.refresh()
      #expect(clock.rate == 60)
      #expect(clock.now() == at(10))
      manual.advance(by: .seconds(2))
      #expect(clock.now() == at(12))
    }
  }

  @Test func `stands still with the simulator and never goes back`() async throws {
    let venue = TestVenue()
    try await venue.run { endpoints in
      let manual = ManualTime()
      let clock = SimVenueClock(rest: BinanceREST(endpoints, time: manual.time), log: silentLog, time: manual.time)
      venue.answer("/sim/time", .init(body: #"{"now":600000,"speed":60,"paused":true}"#))
      try await clock.refresh()
      manual.advance(by: .seconds(100))
      #expect(clock.rate == 0)
      #expect(clock.now() == at(10))
      clock.observe(at(11))
      #expect(clock.now() == at(11))
      venue.answer("/sim/time", .init(body: #"{"now":0,"speed":1,"paused":false}"#))
      try await clock.refresh()
      manual.advance(by: .seconds(60))
      #expect(clock.now() == at(11))
      manual.advance(by: .seconds(601))
      #expect(clock.now() == Instant(milliseconds: 661_000))
    }
  }

  @Test func `stamps requests with the venue's time, also where the clock may not go back`() async throws {
    let venue = TestVenue()
    venue.answer("/api/v3/time", .init(body: #"{"serverTime":600000}"#))
    try await venue.run { endpoints in
      let manual = ManualTime()
      let wall = Mutex(at(20))
      let clock = BinanceVenueClock(
        rest: BinanceREST(endpoints, time: manual.time), log: silentLog, time: manual.time,
        wall: { wall.withLock { $0 } })
      #expect(clock.now() == at(20))
      await clock.resync()
      #expect(clock.now() == at(20), "stands still until it is caught up with")
      #expect(clock.venueTime() == at(10))
      wall.withLock { $0 = at(21) }
      #expect(clock.venueTime() == at(11))
    }
  }

  @Test func `corrects the machine's clock by the venue's, and never goes back`() async throws {
    let venue = TestVenue()
    try await venue.run { endpoints in
      let manual = ManualTime()
      let wall = Mutex(at(100))
      let clock = BinanceVenueClock(
        rest: BinanceREST(endpoints, time: manual.time), log: silentLog, time: manual.time,
        wall: { wall.withLock { $0 } })
      #expect(clock.now() == at(100))
      venue.answer("/api/v3/time", .init(body: #"{"serverTime":6003000}"#))
      try await clock.refresh()
      #expect(clock.now() == Instant(milliseconds: 6_003_000))
      wall.withLock { $0 = at(90) }
      #expect(clock.now() == Instant(milliseconds: 6_003_000))
      wall.withLock { $0 = at(101) }
      #expect(clock.now() == Instant(milliseconds: 6_063_000))
    }
  }
}
