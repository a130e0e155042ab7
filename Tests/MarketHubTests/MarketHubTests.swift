// SPDX-License-Identifier: Apache-2.0

import Logging
import MarketData
import Ports
import Testing
import TradingModel

@testable import MarketHub
@testable import TestKit

/// A hub on a scripted source, on clocks that stand still, at minute 11.
private struct Stage {
  let source = ScriptedSource()
  let clock = ManualVenueClock(at(11))
  let manual = ManualTime()
  let hub: MarketHub

  init() {
    hub = MarketHub(
      of: "scripted", source: source, clock: clock, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      time: manual.time, random: { 0 })
  }

  /// Runs the hub while a test goes on.
  func run(_ body: (Stage) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await hub.run() }
      await source.untilRunning()
      try await body(self)
      group.cancelAll()
    }
  }

  func stream(_ minute: Int, isClosed: Bool = true) {
    source.send(.candle(minuteKey, candle(minute), isClosed: isClosed, receivedAt: manual.time.now()))
  }

  /// Watches the minute series, history being minutes 1 to 10.
  func watchLive(_ sink: RecordingSink, depth: Int = 10) async -> SeriesSnapshot {
    async let snapshot = hub.watch(minuteKey, depth: depth, sink: sink)
    _ = await source.nextQuestion()
    source.answer(.success((1...11).map { candle($0) }))
    return await snapshot
  }
}

@Suite(.timeLimit(.minutes(5))) struct MarketHubTests {
  @Test func `bootstraps a series and then hands on what closes`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      let snapshot = await stage.watchLive(sink)
      #expect(snapshot.closed == (1...10).map { candle($0) })
      #expect(snapshot.current == candle(11))
      #expect(snapshot.health == .live)
      stage.stream(11, isClosed: false)
      stage.stream(11)
      stage.stream(12, isClosed: false)
      stage.stream(12)
      #expect(sink.seen == ["closed 1m 11", "closed 1m 12"])
    }
  }

  @Test func `has one subscription however many ask, and ends it with the last`() async throws {
    try await Stage().run { stage in
      let (first, second) = (RecordingSink(), RecordingSink())
      _ = await stage.watchLive(first)
      _ = await stage.hub.watch(minuteKey, depth: 5, sink: second)
      _ = await stage.hub.watch(minuteKey, depth: 5, sink: second)
      #expect(stage.source.subscribed == [.candles(minuteKey)])
      stage.stream(11)
      #expect(first.seen == ["closed 1m 11"])
      #expect(second.seen == ["closed 1m 11"])
      stage.hub.unwatch(minuteKey, sink: first)
      stage.hub.unwatch(minuteKey, sink: second)
      stage.stream(12)
      #expect(first.seen == ["closed 1m 11"])
      #expect(second.seen == ["closed 1m 11", "closed 1m 12"])
      stage.hub.unwatch(minuteKey, sink: second)
      stage.hub.unwatch(minuteKey, sink: second)
      #expect(stage.source.log == ["+BTC/USDT 1m", "-BTC/USDT 1m"])
      #expect(stage.hub.series(minuteKey) == nil)
    }
  }

  @Test func `starts a series anew after it was ended`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      _ = await stage.watchLive(sink)
      stage.hub.unwatch(minuteKey, sink: sink)
      let snapshot = await stage.watchLive(sink)
      #expect(snapshot.closed.count == 10)
      #expect(stage.source.log == ["+BTC/USDT 1m", "-BTC/USDT 1m", "+BTC/USDT 1m"])
    }
  }

  @Test func `fetches what is missing and hands all on in order and once`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      _ = await stage.watchLive(sink)
      stage.stream(13)
      let question = await stage.source.nextQuestion()
      #expect(question == .init(key: minuteKey, from: at(11), limit: CandleSeries.fillMax))
      stage.stream(14)
      stage.source.answer(.success((11...15).map { candle($0) }))
      await sink.until("closed 1m 14")
      stage.stream(14)
      stage.stream(15)
      #expect(sink.seen == (11...15).map { "closed 1m \($0)" })
      #expect(stage.hub.count(of: .gap) == 1)
      #expect(stage.hub.count(of: .duplicateCandle) == 1)
    }
  }

  @Test func `asks again after a second for a candle that the venue doesn't have yet`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      _ = await stage.watchLive(sink)
      stage.stream(12, isClosed: false)
      for _ in 0..<2 {
        _ = await stage.source.nextQuestion()
        stage.source.answer(.success([]))
        await stage.manual.untilSleeping { $0 == .seconds(1) }
        stage.manual.advance(by: .seconds(1))
      }
      _ = await stage.source.nextQuestion()
      stage.source.answer(.success([candle(11), candle(12)]))
      await sink.until("closed 1m 11")
    }
  }

  @Test func `runs on from the stream where history fails, says so, and heals`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      async let watched = stage.hub.watch(minuteKey, depth: 10, sink: sink)
      _ = await stage.source.nextQuestion()
      stage.source.answer(.failure(.unreachable("no route")))
      let snapshot = await watched
      #expect(snapshot.closed == [])
      #expect(snapshot.health == .degraded(reason: "candles can't be fetched: no route"))
      stage.stream(11)
      stage.stream(12)
      await stage.manual.untilSleeping { $0 == .milliseconds(500) }
      stage.manual.advance(by: .milliseconds(500))
      #expect(await stage.source.nextQuestion() == .init(key: minuteKey, from: nil, limit: 11))
      stage.source.answer(.success((4...13).map { candle($0) }))
      await sink.until("live")
      #expect(
        sink.seen == [
          "degraded: candles can't be fetched: no route", "closed 1m 11", "closed 1m 12", "live",
        ])
      #expect(stage.hub.series(minuteKey)?.closed == (4...12).map { candle($0) })
      #expect(stage.hub.count(of: .fetchFailed) >= 1)
    }
  }

  @Test func `doesn't wait for history longer than its patience`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      async let watched = stage.hub.watch(minuteKey, depth: 10, sink: sink)
      _ = await stage.source.nextQuestion()
      await stage.manual.untilSleeping { $0 == .seconds(15) }
      stage.manual.advance(by: .seconds(15))
      guard case .degraded = await watched.health else {
        Issue.record("not degraded")
        return
      }
      stage.source.answer(.success((1...11).map { candle($0) }))
      await sink.until("live")
    }
  }

  @Test func `is degraded while the stream is down, and live once nothing is missing`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      _ = await stage.watchLive(sink)
      stage.source.send(.disconnected([bitcoin], reason: "lost"))
      #expect(stage.hub.series(minuteKey)?.health == .degraded(reason: "stream disconnected: lost"))
      stage.source.send(.connected([bitcoin]))
      #expect(await stage.source.nextQuestion().from == at(11))
      stage.stream(13)
      stage.source.answer(.success((11...14).map { candle($0) }))
      await sink.until("live")
      #expect(
        sink.seen == [
          "degraded: stream disconnected: lost", "closed 1m 11", "closed 1m 12", "closed 1m 13", "live",
        ])
    }
  }

  @Test func `is degraded while its stream is silent, and live once nothing is missing`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      _ = await stage.watchLive(sink)
      stage.source.send(.silent(.trades(bitcoin)))
      stage.source.send(.silent(.candles(minuteKey)))
      let reason = "stream silent, asked for anew"
      #expect(stage.hub.series(minuteKey)?.health == .degraded(reason: reason))
      stage.source.send(.renewed(.candles(minuteKey)))
      #expect(await stage.source.nextQuestion().from == at(11))
      stage.source.answer(.success((11...13).map { candle($0) }))
      await sink.until("live")
      #expect(sink.seen == ["degraded: \(reason)", "closed 1m 11", "closed 1m 12", "live"])
      #expect(stage.hub.count(of: .silentStream) == 2)
    }
  }

  @Test func `is degraded from the start where the stream is down`() async throws {
    try await Stage().run { stage in
      stage.source.setDown("refused")
      let sink = RecordingSink()
      let snapshot = await stage.watchLive(sink)
      #expect(snapshot.health == .degraded(reason: "stream disconnected: refused"))
      stage.source.send(.connected([bitcoin]))
      _ = await stage.source.nextQuestion()
      stage.source.answer(.success([candle(11)]))
      await sink.until("live")
    }
  }

  @Test func `fetches more history for whoever needs more`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      _ = await stage.watchLive(sink, depth: 10)
      async let deeper = stage.hub.watch(minuteKey, depth: 12, sink: RecordingSink())
      #expect(await stage.source.nextQuestion() == .init(key: minuteKey, from: nil, limit: 13))
      stage.stream(11)
      #expect(sink.seen == ["closed 1m 11"])
      stage.source.answer(.success((0...12).map { candle($0) }))
      #expect(await deeper.closed == (0...11).map { candle($0) })
    }
  }

  @Test func `counts and skips what is wrong`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      _ = await stage.watchLive(sink)
      var wrong = candle(11)
      wrong.low = .zero
      stage.source.send(.candle(minuteKey, wrong, isClosed: true, receivedAt: stage.manual.time.now()))
      stage.stream(10)
      stage.stream(9)
      stage.source.send(.rejected("nonsense"))
      stage.stream(11)
      #expect(sink.seen == ["closed 1m 11"])
      #expect(stage.hub.count(of: .implausibleCandle) == 1)
      #expect(stage.hub.count(of: .duplicateCandle) == 1)
      #expect(stage.hub.count(of: .lateCandle) == 1)
      #expect(stage.hub.count(of: .rejectedMessage) == 1)
    }
  }

  @Test func `skips a candle in progress that goes back, and hands a closed one on`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      _ = await stage.watchLive(sink)
      var full = candle(11)
      full.volume = Quantity(1000)
      stage.source.send(.candle(minuteKey, full, isClosed: false, receivedAt: stage.manual.time.now()))
      stage.stream(11, isClosed: false)
      #expect(stage.hub.series(minuteKey)?.current == full)
      #expect(stage.hub.count(of: .regressedCandle) == 1)
      stage.stream(11)
      #expect(sink.seen == ["closed 1m 11"])
      #expect(stage.hub.count(of: .regressedCandle) == 2)
      #expect(stage.hub.quality(of: .candles(minuteKey))?.messages == 3)
    }
  }

  @Test func `lets everybody go on when it stops`() async throws {
    let stage = Stage()
    async let watched = stage.hub.watch(minuteKey, depth: 10, sink: RecordingSink())
    async let waited: Void = stage.hub.waitUntilInstruments()
    try await stage.run { stage in _ = await stage.source.nextQuestion() }
    let health = await watched.health
    await waited
    #expect(health != .live)
    let late = await stage.hub.watch(minuteKey, depth: 10, sink: RecordingSink())
    #expect(late.health != .live)
  }
}

@Suite(.timeLimit(.minutes(5))) struct PricesTests {
  private func publicTrade(_ id: Int64, second: Int64, price: Int = 100) -> PublicTrade {
    PublicTrade(
      id: id, time: Instant(milliseconds: second * 1000), price: Price(Fixed(price)), quantity: Quantity(1),
      isBuyerMaker: false)
  }

  private func trade(_ id: Int64, second: Int64, price: Int = 100) -> MarketSourceEvent {
    .trade(bitcoin, publicTrade(id, second: second, price: price))
  }

  @Test func `hands trades on once and in order`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      stage.hub.watchPrices(of: bitcoin, sink: sink)
      #expect(stage.source.log == ["+BTC/USDT trades", "+BTC/USDT quotes"])
      for event in [trade(7, second: 1), trade(8, second: 1, price: 101), trade(8, second: 1), trade(7, second: 1)] {
        stage.source.send(event)
      }
      #expect(sink.seen == ["trade 7", "trade 8"])
      #expect(stage.hub.lastPrice(of: bitcoin) == Price(101))
      #expect(stage.hub.count(of: .duplicateTrade) == 2)
      stage.source.send(trade(1, second: 9))
      #expect(sink.seen.last == "trade 1", "a venue that counts anew is followed")
    }
  }

  @Test func `fetches missing trades by their numbers and hands all on in order and once`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      stage.hub.watchPrices(of: bitcoin, sink: sink)
      stage.source.send(trade(7, second: 1))
      stage.source.send(trade(11, second: 4))
      stage.source.send(trade(12, second: 5))
      #expect(await stage.source.nextTradeQuestion() == 8)
      #expect(sink.seen == ["trade 7"], "later ones wait")
      stage.source.answerTrades(.success([8, 9].map { publicTrade($0, second: 2) }))
      #expect(await stage.source.nextTradeQuestion() == 10)
      stage.source.answerTrades(.success([10, 11, 12, 13].map { publicTrade($0, second: 4) }))
      await sink.until("trade 13")
      stage.source.send(trade(13, second: 4))
      stage.source.send(trade(14, second: 6))
      #expect(sink.seen == (7...14).map { "trade \($0)" })
      #expect(stage.hub.count(of: .tradeGap) == 1)
      #expect(stage.hub.count(of: .lostTrade) == 0)
      #expect(stage.hub.count(of: .duplicateTrade) == 1)
    }
  }

  @Test func `goes on without missing trades that can't be had in time, and counts them`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      stage.hub.watchPrices(of: bitcoin, sink: sink)
      stage.source.send(trade(7, second: 1))
      stage.source.send(trade(10, second: 2))
      _ = await stage.source.nextTradeQuestion()
      await stage.manual.untilSleeping { $0 == .seconds(10) }
      stage.manual.advance(by: .seconds(10))
      await sink.until("trade 10")
      await stage.source.untilTradeQuestionsAreWithdrawn()
      stage.source.send(trade(11, second: 3))
      #expect(sink.seen == ["trade 7", "trade 10", "trade 11"])
      #expect(stage.hub.count(of: .tradeGapSkipped) == 1)
      #expect(stage.hub.count(of: .lostTrade) == 2)
      #expect(stage.hub.count(of: .fetchFailed) == 0)
    }
  }

  @Test func `goes on without missing trades that the venue won't give`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      stage.hub.watchPrices(of: bitcoin, sink: sink)
      stage.source.send(trade(7, second: 1))
      stage.source.send(trade(9, second: 2))
      _ = await stage.source.nextTradeQuestion()
      stage.source.answerTrades(.failure(.refused("no such route")))
      await sink.until("trade 9")
      #expect(stage.hub.count(of: .lostTrade) == 1)
      stage.source.send(trade(50_000, second: 3))
      #expect(sink.seen == ["trade 7", "trade 9", "trade 50000"], "too many are not even asked for")
      #expect(stage.hub.count(of: .lostTrade) == 1 + 49_990)
    }
  }

  @Test func `hands a jump on, counts it, and can tell where it was`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      #expect(stage.hub.quality(of: .trades(bitcoin)) == nil)
      stage.hub.watchPrices(of: bitcoin, sink: sink)
      let venueSecond = stage.clock.now().milliseconds / 1000
      stage.source.send(trade(1, second: venueSecond))
      stage.source.send(trade(2, second: venueSecond, price: 200))
      stage.source.send(trade(2, second: venueSecond, price: 200))
      stage.source.send(trade(3, second: venueSecond, price: 0))
      #expect(sink.seen == ["trade 1", "trade 2"])
      #expect(stage.hub.count(of: .priceJump) == 1)
      #expect(stage.hub.anomalies(limit: 10).map(\.fault) == [.implausibleTrade, .duplicateTrade, .priceJump])
      let jump = try #require(stage.hub.anomalies(limit: 10).last)
      #expect(jump.stream == .trades(bitcoin))
      #expect(jump.firstAt == stage.clock.now())
      let quality = try #require(stage.hub.quality(of: .trades(bitcoin)))
      #expect(quality.messages == 4)
      #expect(quality.faulty == 3)
      #expect(quality.share < 1)
    }
  }

  @Test func `skips prices that can't be true`() async throws {
    try await Stage().run { stage in
      let sink = RecordingSink()
      stage.hub.watchPrices(of: bitcoin, sink: sink)
      stage.source.send(trade(1, second: 1, price: 0))
      let empty = Quote(bid: .zero, bidQuantity: .zero, ask: Price(2), askQuantity: Quantity(1))
      let good = Quote(bid: Price(1), bidQuantity: Quantity(1), ask: Price(2), askQuantity: Quantity(1))
      stage.source.send(.quote(bitcoin, empty))
      stage.source.send(.quote(bitcoin, good))
      #expect(sink.seen == ["quote 1/2"])
      #expect(stage.hub.quote(of: bitcoin) == good)
      #expect(stage.hub.count(of: .implausibleTrade) == 1)
      #expect(stage.hub.count(of: .implausibleQuote) == 1)
    }
  }

  @Test func `subscribes once and ends with the last watcher`() async throws {
    try await Stage().run { stage in
      let (first, second) = (RecordingSink(), RecordingSink())
      stage.hub.watchPrices(of: bitcoin, sink: first)
      stage.hub.watchPrices(of: bitcoin, sink: second)
      stage.hub.unwatchPrices(of: bitcoin, sink: first)
      stage.source.send(trade(1, second: 1))
      #expect(first.seen == [])
      #expect(second.seen == ["trade 1"])
      stage.hub.unwatchPrices(of: bitcoin, sink: second)
      stage.hub.unwatchPrices(of: bitcoin, sink: second)
      #expect(stage.source.subscribed == [])
      #expect(stage.hub.lastPrice(of: bitcoin) == nil)
    }
  }
}

@Suite(.timeLimit(.minutes(5))) struct InstrumentsTests {
  @Test func `keeps trying until the venue answers`() async throws {
    let stage = Stage()
    let rules = InstrumentRules(pair: bitcoin)
    stage.source.setInstruments([.failure(.unreachable("asleep")), .success([rules])])
    #expect(stage.hub.instruments == [:])
    try await stage.run { stage in
      await stage.manual.untilSleeping { $0 == .milliseconds(500) }
      stage.manual.advance(by: .milliseconds(500))
      await stage.hub.waitUntilInstruments()
      #expect(stage.hub.instruments == [bitcoin: rules])
      await #expect(throws: FeedError.unknownPair(Pair("XYZ/USDT")!)) {
        try await stage.hub.candles(
          SeriesKey(pair: Pair("XYZ/USDT")!, timeframe: .oneMinute), from: nil, to: nil, limit: 1)
      }
    }
  }

  @Test func `asks the venue again after an hour of the venue's, for what is listed by then`() async throws {
    let stage = Stage()
    let (rules, later) = (InstrumentRules(pair: bitcoin), InstrumentRules(pair: Pair("NEW/USDT")!))
    stage.clock.setRate(60)
    stage.source.setInstruments([.success([rules]), .success([rules, later])])
    try await stage.run { stage in
      await stage.manual.untilSleeping { $0 == .seconds(60) }
      #expect(stage.hub.instruments.count == 1)
      stage.manual.advance(by: .seconds(60))
      await stage.manual.untilSleeping { $0 == .seconds(60) }
      #expect(stage.hub.instruments[later.pair] == later)
    }
  }

  @Test func `answers candles from the shared series where it reaches`() async throws {
    try await Stage().run { stage in
      _ = await stage.watchLive(RecordingSink())
      let newest = try await stage.hub.candles(minuteKey, from: nil, to: nil, limit: 2)
      #expect(newest == [candle(10), candle(11)])
      let some = try await stage.hub.candles(minuteKey, from: at(3), to: at(5), limit: 9)
      #expect(some == [candle(3), candle(4), candle(5)])
      async let older = stage.hub.candles(minuteKey, from: at(0), to: nil, limit: 1)
      #expect(await stage.source.nextQuestion() == .init(key: minuteKey, from: at(0), limit: 1))
      stage.source.answer(.success([candle(0)]))
      #expect(try await older == [candle(0)])
    }
  }
}
