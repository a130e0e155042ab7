// SPDX-License-Identifier: Apache-2.0

import Logging
import MarketData
import Ports
import Testing
import TradingModel

@testable import MarketHub
@testable import TestKit

private func level(_ price: Int, _ quantity: Int) -> DepthLevel {
  DepthLevel(price: Price(Fixed(price)), quantity: Quantity(Fixed(quantity)))
}

private func change(_ ids: ClosedRange<Int64>, bid quantity: Int = 1) -> MarketSourceEvent {
  .book(
    bitcoin,
    BookChange(
      firstUpdateID: ids.lowerBound, lastUpdateID: ids.upperBound, time: Instant(milliseconds: 660_000),
      depth: Depth(bids: [level(9, quantity)])))
}

private func snapshot(_ id: Int64) -> BookSnapshot {
  BookSnapshot(lastUpdateID: id, depth: Depth(bids: [level(9, 1)], asks: [level(10, 1)]))
}

private func aggregate(_ id: Int64) -> AggregateTrade {
  AggregateTrade(
    id: id, firstTradeID: id * 2, lastTradeID: id * 2 + 1, time: Instant(milliseconds: 660_000), price: Price(9),
    quantity: Quantity(1), isBuyerMaker: true)
}

private func ticker(_ last: Int, at milliseconds: Int64 = 660_000, low: Int = 1) -> DayTicker {
  DayTicker(
    openTime: .epoch, closeTime: Instant(milliseconds: milliseconds), open: Price(9), high: Price(20),
    low: Price(Fixed(low)), last: Price(Fixed(last)), volume: Quantity(1), quoteVolume: Money(9),
    weightedAverage: Price(9), tradeCount: 1)
}

/// A hub on a scripted source, on clocks that stand still, at minute 11.
private struct Stage {
  let source = ScriptedSource()
  let manual = ManualTime()
  let hub: MarketHub
  let sink = RecordingSink()

  init() {
    hub = MarketHub(
      of: "scripted", source: source, clock: ManualVenueClock(Instant(milliseconds: 660_000)),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, time: manual.time, random: { 0 })
  }

  func run(_ body: (Stage) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await hub.run() }
      await source.untilRunning()
      try await body(self)
      group.cancelAll()
    }
  }

  /// Lets a wait of so long be over.
  func pass(_ duration: Duration) async {
    await manual.untilSleeping { $0 == duration }
    manual.advance(by: duration)
  }

  /// Watches the book; it stands at update 5.
  func watchBook() async {
    hub.watch(.book, of: bitcoin, sink: sink)
    await pass(hub.configuration.bookDelay)
    await source.nextBookQuestion()
    source.answerBook(.success(snapshot(5)))
    await sink.until("book")
  }

  var bids: [DepthLevel]? { hub.book(of: bitcoin, depth: 5)?.depth.bids }
}

@Suite(.timeLimit(.minutes(5))) struct DetailTests {
  @Test(arguments: PairDetail.allCases)
  func `has one subscription for a detail however many ask, and ends it with the last`(detail: PairDetail) {
    let stage = Stage()
    let other = RecordingSink()
    stage.hub.watch(detail, of: bitcoin, sink: stage.sink)
    stage.hub.watch(detail, of: bitcoin, sink: stage.sink)
    stage.hub.watch(detail, of: bitcoin, sink: other)
    #expect(stage.source.subscribed == [detail.stream(of: bitcoin)])
    stage.hub.unwatch(detail, of: bitcoin, sink: stage.sink)
    stage.hub.unwatch(detail, of: bitcoin, sink: stage.sink)
    stage.hub.unwatch(detail, of: bitcoin, sink: stage.sink)
    #expect(stage.source.subscribed == [detail.stream(of: bitcoin)])
    #expect(stage.hub.quality(of: detail.stream(of: bitcoin)) != nil)
    stage.hub.unwatch(detail, of: bitcoin, sink: other)
    #expect(stage.source.subscribed == [])
    #expect(stage.hub.quality(of: detail.stream(of: bitcoin)) == nil)
  }

  @Test func `hands aggregates on once and in order, and fetches by number what is missing`() async throws {
    try await Stage().run { stage in
      stage.source.setAggregates((1...9).map(aggregate))
      stage.hub.watch(.aggregates, of: bitcoin, sink: stage.sink)
      for id in [3, 4, 4, 7] as [Int64] { stage.source.send(.aggregate(bitcoin, aggregate(id))) }
      await stage.sink.until("aggregate 9")
      stage.source.send(.aggregate(bitcoin, aggregate(8)))
      stage.source.send(.aggregate(bitcoin, aggregate(10)))
      #expect(stage.sink.seen == (3...10).map { "aggregate \($0)" })
      #expect(stage.hub.lastAggregate(of: bitcoin) == aggregate(10))
      #expect(stage.hub.lastTrade(of: bitcoin) == nil)
      #expect(stage.hub.count(of: .tradeGap) == 1)
      #expect(stage.hub.anomalies(limit: 9).allSatisfy { $0.stream == .aggregates(bitcoin) })
    }
  }

  @Test func `keeps the newest ticker and skips what is older or can't be true`() async throws {
    try await Stage().run { stage in
      stage.hub.watch(.ticker, of: bitcoin, sink: stage.sink)
      #expect(stage.hub.ticker(of: bitcoin) == nil)
      stage.source.send(.ticker(bitcoin, ticker(9)))
      stage.source.send(.ticker(bitcoin, ticker(8, at: 659_000)))
      stage.source.send(.ticker(bitcoin, ticker(8, low: 10)))
      stage.source.send(.ticker(bitcoin, ticker(10)))
      #expect(stage.sink.seen == ["ticker 9", "ticker 10"])
      #expect(stage.hub.ticker(of: bitcoin) == ticker(10))
      #expect(stage.hub.count(of: .lateTicker) == 1)
      #expect(stage.hub.count(of: .implausibleTicker) == 1)
      #expect(stage.hub.quality(of: .ticker(bitcoin))?.faulty == 2)
    }
  }

  @Test func `waits for the first change, fetches the book, and follows the changes`() async throws {
    try await Stage().run { stage in
      stage.hub.watch(.book, of: bitcoin, sink: stage.sink)
      await stage.manual.untilSleeping { $0 == .seconds(1) }
      stage.source.send(change(4...5, bid: 3))
      stage.source.send(change(6...6, bid: 4))
      #expect(stage.hub.book(of: bitcoin, depth: 5) == nil)
      stage.manual.advance(by: .seconds(1))
      await stage.source.nextBookQuestion()
      stage.source.answerBook(.success(snapshot(5)))
      await stage.sink.until("book")
      #expect(stage.bids == [level(9, 4)])
      stage.source.send(change(7...7, bid: 5))
      #expect(stage.bids == [level(9, 5)])
      #expect(stage.hub.book(of: bitcoin, depth: 0) == BookSnapshot(lastUpdateID: 7, depth: Depth()))
      #expect(stage.sink.seen == ["book", "book"])
      #expect(stage.source.booksAsked == 1)
    }
  }

  @Test func `fetches the book again upon a gap, not sooner than five seconds after the last time`() async throws {
    try await Stage().run { stage in
      await stage.watchBook()
      stage.source.send(change(8...9, bid: 7))
      #expect(stage.hub.book(of: bitcoin, depth: 5) == nil)
      #expect(stage.hub.count(of: .bookGap) == 1)
      await stage.pass(stage.hub.configuration.bookInterval)
      await stage.source.nextBookQuestion()
      stage.source.send(change(10...10, bid: 8))
      stage.source.answerBook(.success(snapshot(7)))
      await stage.pass(.milliseconds(500))
      await stage.source.nextBookQuestion()
      stage.source.answerBook(.success(snapshot(9)))
      await stage.sink.until("book", count: 3)
      #expect(stage.bids == [level(9, 8)])
      #expect(stage.hub.count(of: .staleBook) == 1)
      #expect(stage.sink.seen == ["book", "book", "book"])
    }
  }

  @Test func `has no book while nothing comes, and fetches it once everything comes again`() async throws {
    try await Stage().run { stage in
      await stage.watchBook()
      stage.source.send(.disconnected([bitcoin], reason: "gone"))
      #expect(stage.hub.book(of: bitcoin, depth: 5) == nil)
      stage.source.send(.connected([bitcoin]))
      await stage.pass(stage.hub.configuration.bookInterval)
      await stage.source.nextBookQuestion()
      stage.source.answerBook(.failure(.unreachable("busy")))
      await stage.pass(.milliseconds(500))
      await stage.source.nextBookQuestion()
      stage.source.answerBook(.success(snapshot(70)))
      await stage.sink.until("book", count: 3)
      #expect(stage.bids == nil, "nothing shows yet that the stream follows upon it")
      stage.source.send(change(70...71))
      #expect(stage.hub.book(of: bitcoin, depth: 5)?.lastUpdateID == 71)
    }
  }

  @Test func `knows that everything comes again also where nobody watched when it did`() async throws {
    try await Stage().run { stage in
      stage.hub.watch(.ticker, of: bitcoin, sink: stage.sink)
      stage.source.setDown("gone")
      stage.source.send(.disconnected([bitcoin], reason: "gone"))
      stage.hub.unwatch(.ticker, of: bitcoin, sink: stage.sink)
      // Nobody is told of a connection on which nothing of the pair is wanted.
      stage.source.setDown(nil)
      await stage.watchBook()
      stage.source.send(change(6...6, bid: 3))
      #expect(stage.bids == [level(9, 3)])
    }
  }

  @Test func `doesn't take a ticker of the future for the last one`() async throws {
    try await Stage().run { stage in
      stage.hub.watch(.ticker, of: bitcoin, sink: stage.sink)
      stage.source.send(.ticker(bitcoin, ticker(10, at: 999_000_000)))
      stage.source.send(.ticker(bitcoin, ticker(11)))
      #expect(stage.hub.ticker(of: bitcoin) == ticker(11))
      #expect(stage.hub.quality(of: .ticker(bitcoin))?.faulty == 1)
    }
  }

  @Test func `counts no more lost trades at once than can be counted`() async throws {
    try await Stage().run { stage in
      stage.hub.watchPrices(of: bitcoin, sink: stage.sink)
      for (second, id) in [100, Int64.max, Int64.max / 4, 101, Int64.max / 4].enumerated() {
        let time = Instant(milliseconds: 660_000 + Int64(second) * 1000)
        let trade = PublicTrade(id: id, time: time, price: Price(9), quantity: Quantity(1), isBuyerMaker: true)
        stage.source.send(.trade(bitcoin, trade))
      }
      #expect(stage.hub.count(of: .implausibleTrade) == 1)
      #expect(stage.hub.count(of: .lostTrade) > 0)
    }
  }

  @Test func `fetches the book again when its stream was silent`() async throws {
    try await Stage().run { stage in
      await stage.watchBook()
      stage.source.send(.silent(.book(bitcoin)))
      #expect(stage.hub.book(of: bitcoin, depth: 5) == nil)
      stage.source.send(.renewed(.book(bitcoin)))
      await stage.pass(stage.hub.configuration.bookInterval)
      await stage.source.nextBookQuestion()
      stage.source.answerBook(.success(snapshot(7)))
      await stage.sink.until("book", count: 3)
    }
  }

  @Test func `gives the book up for a change that can't be true, and counts one that came before`() async throws {
    try await Stage().run { stage in
      await stage.watchBook()
      stage.source.send(change(6...6))
      stage.source.send(change(5...5))
      #expect(stage.hub.count(of: .duplicateBookChange) == 1)
      #expect(stage.bids != nil)
      stage.source.send(change(7...7, bid: -1))
      #expect(stage.hub.count(of: .implausibleBook) == 1)
      #expect(stage.bids == nil)
    }
  }

  @Test func `forgets the book that nobody watches, also while it is fetched`() async throws {
    try await Stage().run { stage in
      stage.hub.watch(.book, of: bitcoin, sink: stage.sink)
      await stage.pass(.seconds(1))
      await stage.source.nextBookQuestion()
      stage.hub.unwatch(.book, of: bitcoin, sink: stage.sink)
      stage.hub.watch(.book, of: bitcoin, sink: stage.sink)
      stage.source.answerBook(.success(snapshot(5)))
      await stage.pass(.seconds(1))
      await stage.source.nextBookQuestion()
      #expect(stage.bids == nil)
      stage.source.answerBook(.success(snapshot(6)))
      await stage.sink.until("book")
      #expect(stage.sink.seen == ["book"])
    }
  }
}
