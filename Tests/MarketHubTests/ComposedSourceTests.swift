// SPDX-License-Identifier: Apache-2.0

import Logging
import MarketData
import Ports
import Testing
import TradingModel

@testable import MarketHub
@testable import TestKit

private let fiveKey = SeriesKey(pair: bitcoin, timeframe: .fiveMinutes)

/// Five minutes of the candles that `candle(_:)` makes.
private func five(_ minute: Int) -> Candle {
  FoldedCandle.fold((minute..<minute + 5).map { candle($0) }, into: .fiveMinutes)[0].candle
}

/// A hub on a venue that has minutes and hours and nothing else, at minute 23.
private struct Stage {
  let source = ScriptedSource(timeframes: [.oneMinute, .oneHour])
  let clock = ManualVenueClock(at(23))
  let manual = ManualTime()
  let hub: MarketHub
  let sink = RecordingSink()

  init() {
    hub = MarketHub(
      of: "scripted", source: source, clock: clock, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      time: manual.time, random: { 0 })
  }

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

  /// Watches five minutes, history being minutes 3 to 23.
  func watch() async -> SeriesSnapshot {
    async let snapshot = hub.watch(fiveKey, depth: 3, sink: sink)
    let question = await source.nextQuestion()
    #expect(question == .init(key: minuteKey, from: nil, limit: 25))
    source.answer(.success((3...23).map { candle($0) }))
    return await snapshot
  }
}

@Suite(.timeLimit(.minutes(5))) struct ComposedSourceTests {
  @Test func `begins a series that the venue lacks with what smaller candles make`() async throws {
    try await Stage().run { stage in
      let snapshot = await stage.watch()
      #expect(stage.source.subscribed == [.candles(minuteKey)])
      #expect(snapshot.health == .live)
      #expect(snapshot.closed == [five(5), five(10), five(15)])
      #expect(snapshot.current?.openTime == at(20))
      #expect(snapshot.current?.close == candle(23).close)
    }
  }

  @Test func `closes a candle with the last smaller one, each once and in order`() async throws {
    try await Stage().run { stage in
      _ = await stage.watch()
      stage.stream(23)
      stage.stream(24)
      // The fold began in the middle of it: what the next one shows to be missing is fetched.
      stage.clock.set(at(26))
      stage.stream(25, isClosed: false)
      let question = await stage.source.nextQuestion()
      #expect(question == .init(key: minuteKey, from: at(20), limit: 25_005))
      stage.source.answer(.success((20...25).map { candle($0) }))
      await stage.sink.until("closed 5m 4")
      for minute in 25...29 { stage.stream(minute) }
      stage.stream(29)
      for minute in 30...34 { stage.stream(minute) }
      #expect(stage.sink.seen == ["closed 5m 4", "closed 5m 5", "closed 5m 6"])
      #expect(stage.hub.series(fiveKey)?.closed.suffix(3) == [five(20), five(25), five(30)])
      #expect(stage.source.openQuestions == 0)
    }
  }

  @Test func `fetches a candle of which a smaller one was missed`() async throws {
    try await Stage().run { stage in
      _ = await stage.watch()
      stage.clock.set(at(26))
      stage.source.send(.disconnected([bitcoin], reason: "gone"))
      stage.source.send(.connected([bitcoin]))
      _ = await stage.source.nextQuestion()
      stage.source.answer(.success((20...26).map { candle($0) }))
      await stage.sink.until("live")
      for minute in [27, 29, 30, 31] { stage.stream(minute) }
      _ = await stage.source.nextQuestion()
      stage.clock.set(at(31))
      stage.source.answer(.success((25...31).map { candle($0) }))
      await stage.sink.until("closed 5m 5")
      for minute in 32...34 { stage.stream(minute) }
      let closed = stage.sink.seen.filter { $0.hasPrefix("closed") }
      #expect(closed == ["closed 5m 4", "closed 5m 5", "closed 5m 6"])
      #expect(stage.hub.series(fiveKey)?.closed.suffix(3) == [five(20), five(25), five(30)])
    }
  }

  @Test func `waits for the end of a candle that has just closed`() async throws {
    try await Stage().run { stage in
      _ = await stage.watch()
      stage.clock.set(at(25).advanced(byMilliseconds: 5000))
      stage.source.send(.disconnected([bitcoin], reason: "gone"))
      stage.source.send(.connected([bitcoin]))
      _ = await stage.source.nextQuestion()
      // The venue is behind: minute 24 is not there yet.
      stage.source.answer(.success((20...23).map { candle($0) }))
      await stage.sink.until("live")
      #expect(stage.sink.seen.filter { $0.hasPrefix("closed") } == [])
    }
  }

  @Test func `shares the smaller series with whoever watches it for itself`() async throws {
    try await Stage().run { stage in
      let other = RecordingSink()
      async let minutes = stage.hub.watch(minuteKey, depth: 3, sink: other)
      _ = await stage.source.nextQuestion()
      stage.source.answer(.success((20...23).map { candle($0) }))
      _ = await minutes
      _ = await stage.watch()
      stage.stream(23)
      #expect(other.seen == ["closed 1m 23"])
      stage.hub.unwatch(minuteKey, sink: other)
      #expect(!stage.source.log.contains("-BTC/USDT 1m"))
      stage.hub.unwatch(fiveKey, sink: stage.sink)
      #expect(stage.source.log.last == "-BTC/USDT 1m")
    }
  }

  @Test func `refuses a timeframe that can't be made of any other`() async throws {
    try await Stage().run { stage in
      let key = SeriesKey(pair: bitcoin, timeframe: .oneSecond)
      let snapshot = await stage.hub.watch(key, depth: 3, sink: stage.sink)
      #expect(snapshot.health == .degraded(reason: "the venue does not offer 1s"))
      #expect(stage.source.subscribed == [])
      stage.hub.unwatch(key, sink: stage.sink)
    }
  }
}
