// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import Testing
import TradingModel
import WebSockets

@testable import BinanceExchange
@testable import TestKit

private let bitcoin = Pair("BTC/USDT")!
private let minuteStream = MarketStream.candles(SeriesKey(pair: bitcoin, timeframe: .oneMinute))

func klineFrame(minute: Int64, isClosed: Bool) -> String {
  """
  {"stream":"btcusdt@kline_1m","data":{"e":"kline","E":\(minute * 60_000 + 7),"s":"BTCUSDT","k":{"t":\(minute * 60_000),\
  "i":"1m","o":"1","c":"1","h":"1","l":"1","v":"1","x":\(isClosed)}}}
  """
}

func tradeFrame(_ id: Int) -> String {
  """
  {"stream":"btcusdt@trade","data":{"e":"trade","E":\(id),"s":"BTCUSDT","t":\(id),"p":"1","q":"1","T":\(id),"m":true}}
  """
}

final class SteadyClock: VenueClock {
  func now() -> Instant { .epoch }
  let rate: Double = 1
}

/// A source at a venue of our own, on a clock that stands still.
private struct Stage {
  let venue: TestVenue
  let data: BinanceMarketData
  let manual: ManualTime
  let events: EventRecorder
  let noted: NotedTime
  let rest: BinanceREST

  final class NotedTime: Sendable {
    let newest = Mutex(Instant.epoch)
  }

  static func run(
    subscribing streams: [MarketStream] = [minuteStream], ageMax: Duration = BinanceMarketData.connectionAgeMax,
    _ body: @escaping @Sendable (Stage) async throws -> Void
  ) async throws {
    let venue = TestVenue()
    try await venue.run { endpoints in
      let manual = ManualTime()
      let noted = NotedTime()
      let rest = BinanceREST(endpoints, time: manual.time)
      let data = BinanceMarketData(
        rest: rest, clock: SteadyClock(), log: silentLog, time: manual.time, random: { 0 }, connectionAgeMax: ageMax,
        noteTime: { time in noted.newest.withLock { $0 = max($0, time) } })
      let stage = Stage(venue: venue, data: data, manual: manual, events: EventRecorder(), noted: noted, rest: rest)
      for stream in streams { #expect(data.subscribe(stream) == nil) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await data.run { stage.events.take($0) } }
        try await body(stage)
        group.cancelAll()
      }
    }
  }

  /// Lets the supervisor look once more, so much later.
  func tick(_ duration: Duration = StreamConnection.controlInterval) async {
    await manual.untilSleeping { $0 == StreamConnection.tick }
    manual.advance(by: duration)
  }

  /// Lets time pass until the venue has so many sockets.
  func untilSockets(_ count: Int) async {
    while venue.sockets.connectionCount != count {
      await tick()
      await roundTrip()
    }
  }

  /// Lets time pass until so many control messages came.
  func untilTexts(_ count: Int, each duration: Duration = StreamConnection.controlInterval) async {
    while venue.texts.count < count {
      await tick(duration)
      await roundTrip()
    }
  }

  /// Gives what is under way on the sockets the time that a request takes, so that the clock doesn't run ahead of it.
  private func roundTrip() async {
    _ = try? await rest.get("/nowhere", weight: 0, lane: .account)
  }

  /// Waits out the delay before the next attempt to connect.
  func waitOutBackoff() async {
    await manual.untilSleeping { $0 == .milliseconds(500) }
    manual.advance(by: .milliseconds(500))
  }
}

@Suite(.timeLimit(.minutes(5))) struct BinanceMarketDataTests {
  @Test func `subscribes, says that it is connected, and delivers`() async throws {
    try await Stage.run { stage in
      #expect(await stage.venue.text(0) == #"{"method":"SUBSCRIBE","params":["btcusdt@kline_1m"],"id":1}"#)
      await stage.events.until("connected")
      stage.venue.send(klineFrame(minute: 5, isClosed: false))
      stage.venue.send(klineFrame(minute: 5, isClosed: true))
      stage.venue.send("nonsense")
      stage.venue.send(klineFrame(minute: 6, isClosed: false))
      await stage.events.until("candle BTC/USDT 1m 360000 open")
      let seen = stage.events.seen
      let expected = [
        "connected [BTC/USDT]", "candle BTC/USDT 1m 300000 open", "candle BTC/USDT 1m 300000 closed",
      ]
      #expect(Array(seen[..<3]) == expected)
      #expect(seen[3].hasPrefix("rejected malformed"))
      #expect(stage.noted.newest.withLock { $0 } == Instant(milliseconds: 360_007))
    }
  }

  @Test func `starts and stops a single stream on the connection that stands`() async throws {
    try await Stage.run { stage in
      await stage.events.until("connected")
      #expect(stage.data.subscribe(.trades(bitcoin)) == nil)
      await stage.tick()
      #expect(await stage.venue.text(1) == #"{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":2}"#)
      stage.data.unsubscribe(minuteStream)
      await stage.tick()
      #expect(await stage.venue.text(2) == #"{"method":"UNSUBSCRIBE","params":["btcusdt@kline_1m"],"id":3}"#)
      #expect(stage.venue.sockets.connectionCount == 1)
    }
  }

  @Test func `sends no two control messages within a quarter of a second`() async throws {
    try await Stage.run { stage in
      await stage.events.until("connected")
      _ = stage.data.subscribe(.trades(bitcoin))
      await stage.tick(.milliseconds(200))
      _ = stage.data.subscribe(.quotes(bitcoin))
      await stage.tick(.milliseconds(50))
      let text = await stage.venue.text(1)
      #expect(text.contains(#"["btcusdt@bookTicker","btcusdt@trade"]"#))
    }
  }

  @Test func `reconnects and subscribes to everything again`() async throws {
    try await Stage.run(subscribing: [minuteStream, .trades(bitcoin)]) { stage in
      await stage.events.until("connected")
      for round in 1...3 {
        stage.venue.sockets.dropAll()
        await stage.events.until("disconnected [BTC/USDT]: lost", count: round)
        #expect(stage.data.subscribe(minuteStream) != nil)
        await stage.waitOutBackoff()
        #expect(await stage.venue.text(round).contains(#"["btcusdt@kline_1m","btcusdt@trade"]"#))
        await stage.events.until("connected", count: round + 1)
      }
      stage.venue.send(klineFrame(minute: 5, isClosed: true))
      await stage.events.until("candle")
    }
  }

  @Test(arguments: [
    #"{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}"#, #"{"e":"serverShutdown","E":1}"#,
    #"{"event":{"e":"serverShutdown","E":1}}"#,
  ])
  func `opens a new connection at once when the server says that it is going`(frame: String) async throws {
    try await Stage.run { stage in
      await stage.events.until("connected")
      stage.venue.send(frame)
      await stage.untilTexts(2)
      stage.venue.send(klineFrame(minute: 5, isClosed: true))
      await stage.events.until("candle BTC/USDT 1m 300000 closed")
      await stage.untilSockets(1)
      stage.venue.send(klineFrame(minute: 6, isClosed: true))
      await stage.events.until("candle BTC/USDT 1m 360000 closed")
      #expect(
        stage.events.seen == [
          "connected [BTC/USDT]", "candle BTC/USDT 1m 300000 closed", "candle BTC/USDT 1m 360000 closed",
        ], "each once, and never disconnected")
    }
  }

  @Test func `replaces a connection before its time is over, without losing or repeating anything`() async throws {
    try await Stage.run(subscribing: [.trades(bitcoin)], ageMax: .seconds(1000)) { stage in
      await stage.events.until("connected")
      for _ in 0..<8 { await stage.tick(.seconds(100)) }
      #expect(stage.venue.sockets.connectionCount == 1)
      await stage.untilTexts(2, each: .seconds(100))
      #expect(stage.venue.texts[1].contains(#"["btcusdt@trade"]"#))
      for id in 1...3 { stage.venue.send(tradeFrame(id)) }
      await stage.events.until("trade BTC/USDT 3")
      await stage.untilSockets(1)
      stage.venue.send(tradeFrame(4))
      await stage.events.until("trade BTC/USDT 4")
      #expect(stage.events.seen.filter { $0.hasPrefix("trade") } == (1...4).map { "trade BTC/USDT \($0)" })
      #expect(stage.events.seen.filter { $0.hasPrefix("disc") || $0.hasPrefix("conn") } == ["connected [BTC/USDT]"])
    }
  }

  @Test func `is down only until the successor is up where the old connection goes first`() async throws {
    try await Stage.run { stage in
      await stage.events.until("connected")
      stage.venue.mute()
      stage.venue.send(#"{"e":"serverShutdown","E":1}"#)
      await stage.untilTexts(2)
      stage.venue.dropOldest()
      await stage.events.until("disconnected [BTC/USDT]: lost")
      stage.venue.unmute()
      await stage.events.until("connected", count: 2)
    }
  }

  @Test func `keeps four hundred pairs with five streams each on nine connections`() async throws {
    let pairs = (0..<400).map { Pair("A\($0)/USDT")! }
    let timeframes = [Timeframe.oneMinute, .fiveMinutes, .oneHour]
    let streams = pairs.flatMap { pair in
      [MarketStream.trades(pair), .quotes(pair)]
        + timeframes.map { .candles(SeriesKey(pair: pair, timeframe: $0)) }
    }
    try await Stage.run(subscribing: streams) { stage in
      await stage.untilTexts(17)
      await stage.events.until("connected", count: 9)
      #expect(stage.venue.sockets.connectionCount == 9)
      let texts = stage.venue.texts
      #expect(texts.count == 17, "225 streams of a connection in two messages, 200 of the last in one")
      let names = texts.flatMap { $0.split(separator: "\"").filter { $0.contains("@") } }
      #expect(names.count == 2000)
      #expect(Set(names).count == 2000)
    }
  }

  @Test func `gives up a connection on which candles have stopped coming`() async throws {
    try await Stage.run { stage in
      await stage.events.until("connected")
      for _ in 0..<120 { await stage.tick(.seconds(1)) }
      await stage.events.until("disconnected [BTC/USDT]: silent although it stands")
      await stage.waitOutBackoff()
      await stage.events.until("connected", count: 2)
    }
  }

  @Test func `asks anew for a stream that fell silent while others go on`() async throws {
    try await Stage.run(subscribing: [minuteStream, .trades(bitcoin)]) { stage in
      await stage.events.until("connected")
      var id = 0
      while stage.venue.texts.count < 3 {
        id += 1
        stage.venue.send(tradeFrame(id))
        await stage.events.until("trade BTC/USDT \(id)")
        await stage.tick(.seconds(1))
      }
      #expect(id >= 60)
      #expect(stage.venue.texts[1].contains(#""UNSUBSCRIBE","params":["btcusdt@kline_1m"]"#))
      #expect(stage.venue.texts[2].contains(#""SUBSCRIBE","params":["btcusdt@kline_1m"]"#))
      await stage.events.until("renewed btcusdt@kline_1m")
      #expect(stage.events.seen.filter { $0.hasPrefix("silent") } == ["silent btcusdt@kline_1m"])
      #expect(stage.venue.sockets.connectionCount == 1)
    }
  }

  @Test func `gives up a connection that doesn't answer a subscription`() async throws {
    try await Stage.run(subscribing: []) { stage in
      stage.venue.mute()
      _ = stage.data.subscribe(minuteStream)
      _ = await stage.venue.text(0)
      await stage.tick(.seconds(10))
      await stage.events.until("disconnected [BTC/USDT]: no answer")
    }
  }

  @Test func `spreads pairs over connections, all streams of one pair on one`() async throws {
    let pairs = (0..<120).map { Pair("A\($0)/USDT")! }
    let streams = pairs.flatMap { [MarketStream.trades($0), .quotes($0)] }
    try await Stage.run(subscribing: streams) { stage in
      await stage.events.until("connected", count: 3)
      #expect(stage.venue.sockets.connectionCount == 3)
      let texts = [await stage.venue.text(0), await stage.venue.text(1), await stage.venue.text(2)]
      for pair in pairs {
        let symbol = "\"\(pair.symbol.lowercased())@"
        #expect(texts.count { $0.contains(symbol) } == 1)
      }
    }
  }
}

@Suite(.timeLimit(.minutes(5))) struct UnreachableVenueTests {
  @Test func `says why nothing comes, and tries for ever with growing delays`() async throws {
    let manual = ManualTime()
    let endpoints = try VenueEndpoints(of: .sim, restURL: "http://127.0.0.1:1", streamURL: "ws://127.0.0.1:1")
    let data = BinanceMarketData(
      rest: BinanceREST(endpoints, time: manual.time), clock: SteadyClock(), log: silentLog, time: manual.time,
      random: { 0.999_999 })
    let events = EventRecorder()
    _ = data.subscribe(minuteStream)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await data.run { events.take($0) } }
      for (attempt, seconds) in [1.0, 2, 4, 8, 16, 30, 30, 30].enumerated() {
        await events.until("disconnected [BTC/USDT]: unreachable", count: attempt + 1)
        await manual.untilSleeping { abs($0 / .seconds(1) - seconds) < 0.01 }
        manual.advance(by: .seconds(seconds))
      }
      group.cancelAll()
    }
    await #expect(throws: FeedError.self) {
      try await data.candles(
        SeriesKey(pair: bitcoin, timeframe: .oneMinute), from: nil, to: nil, limit: 1,
        purpose: .display)
    }
  }
}
