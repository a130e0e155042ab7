// SPDX-License-Identifier: Apache-2.0
import ControlAPI
import MarketAnalysis
import MarketData
import Ports
import Synchronization
import Testing
import TradingModel

@testable import ControlPlane

/// A cache, and what it works with.
private struct Scene {
  let feed = ScriptedFeed([World.bitcoin, World.ether])
  let clock = SettableClock(at: World.start)
  let time = SteppedTime()
  let cache: AnalysisCache

  init() { cache = AnalysisCache(feed: feed, clock: clock, time: time.time) }

  /// The venue's candles, of which the last is in progress, and the time some seconds into it.
  func answer(closed count: Int, close: Int = 100) {
    feed.set(answer: .success(Self.candles(0..<(count + 1), close: close)))
    clock.set(Self.openTime(count).advanced(byMilliseconds: 10_000))
  }

  /// The venue's newest candles; of which the last is in progress.
  func answer(_ range: Range<Int>) { feed.set(answer: .success(Self.candles(range))) }

  func report(_ key: SeriesKey = World.key()) async throws(FeedError) -> MarketReport {
    try await cache.report(on: key)
  }

  static func openTime(_ index: Int) -> Instant { Timeframe.oneMinute.openTime(World.start, offset: index) }

  static func candles(_ range: Range<Int>, close: Int = 100) -> [Candle] {
    range.map { index in
      let price = Price(Fixed(close + index % 5))
      return Candle(
        openTime: openTime(index), open: price, high: Price(Fixed(close + 5)), low: Price(Fixed(close - 1)),
        close: price, volume: Quantity(Fixed(1)))
    }
  }
}

/// A monotonic time that a test moves.
private final class SteppedTime: Sendable {
  private let now = Mutex(ContinuousClock.now)

  func advance(by duration: Duration) { now.withLock { $0 += duration } }

  var time: MonotonicTime {
    MonotonicTime(now: { self.now.withLock { $0 } }, sleep: { _ in throw CancellationError() })
  }
}

@Suite(.timeLimit(.minutes(2))) struct `An analysis` {
  @Test func `is computed once for a thousand callers at once, with one fetch`() async throws {
    let scene = Scene()
    scene.answer(closed: 300)
    scene.feed.holdCandles(true)
    let summaries = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<1000 { group.addTask { try await scene.report().summary } }
      while scene.feed.asked.isEmpty { await Task.yield() }
      scene.feed.holdCandles(false)
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(summaries.count == 1)
    #expect(scene.cache.computations == 1)
    #expect(scene.feed.asked.map(\.limit) == [CandleFigures.depth + 1])
    #expect(try await scene.report().figures.candles == 300)
  }

  @Test func `shares a failure among those who waited for it, and is tried again for the next`() async throws {
    let scene = Scene()
    scene.answer(closed: 30)
    scene.feed.set(answer: .failure(.unreachable("no answer")))
    scene.feed.holdCandles(true)
    let failures = await withTaskGroup(of: FeedError?.self) { group in
      for _ in 0..<100 {
        group.addTask {
          do throws(FeedError) {
            _ = try await scene.report()
            return nil
          } catch { return error }
        }
      }
      while scene.feed.asked.isEmpty { await Task.yield() }
      scene.time.advance(by: .seconds(1))
      scene.feed.holdCandles(false)
      return await group.reduce(into: [FeedError?]()) { $0.append($1) }
    }
    #expect(failures.allSatisfy { $0 == .unreachable("no answer") })
    // Those who had not begun when the first one failed may have asked once more.
    #expect(scene.feed.asked.count < 100)
    scene.time.advance(by: .seconds(1))
    scene.answer(closed: 30)
    #expect(try await scene.report().figures.candles == 30)
  }

  @Test func `takes its candles from the series that somebody watches, once for each that closes`() async throws {
    let scene = Scene()
    scene.answer(closed: 1001)
    for candle in Scene.candles(0..<1000) { scene.feed.close(candle, of: World.key()) }
    for _ in 0..<10 { #expect(try await scene.report().figures.lastOpenTime == Scene.openTime(999)) }
    #expect(scene.cache.computations == 1)
    scene.time.advance(by: .seconds(3600))
    for _ in 0..<10 { _ = try await scene.report() }
    #expect(scene.cache.computations == 1)
    scene.feed.close(Scene.candles(1000..<1001)[0], of: World.key())
    let report = try await scene.report()
    #expect(report.figures.lastOpenTime == Scene.openTime(1000))
    #expect(report.figures.candles == CandleFigures.depth)
    #expect(scene.cache.computations == 2)
    #expect(scene.feed.asked.isEmpty)
  }

  @Test func `fetches what came before a series that reaches back less far, once`() async throws {
    let scene = Scene()
    scene.answer(closed: 600)
    for candle in Scene.candles(400..<600) { scene.feed.close(candle, of: World.key()) }
    #expect(try await scene.report().figures.candles == 600)
    for index in 600..<605 {
      scene.feed.close(Scene.candles(index..<(index + 1))[0], of: World.key())
      #expect(
        try await scene.report().figures == CandleFigures(of: Scene.candles(0..<(index + 1)), timeframe: .oneMinute))
    }
    #expect(scene.feed.asked.count == 1)
  }

  @Test func `of a series that nobody watches is fetched again when a candle closes, and only what is new`()
    async throws
  {
    let scene = Scene()
    scene.answer(closed: 300)
    _ = try await scene.report()
    for _ in 0..<50 { _ = try await scene.report() }
    #expect(scene.feed.asked.count == 1)
    scene.clock.set(Scene.openTime(301).advanced(byMilliseconds: 3000))
    scene.answer(299..<302)
    scene.time.advance(by: .seconds(3))
    let report = try await scene.report()
    #expect(report.figures == CandleFigures(of: Scene.candles(0..<301), timeframe: .oneMinute))
    #expect(scene.feed.asked.map(\.limit) == [CandleFigures.depth + 1, 4])
    #expect(scene.cache.computations == 2)
  }

  @Test func `asks for the price of a series that nobody watches every 15 seconds, and computes nothing`() async throws
  {
    let scene = Scene()
    scene.answer(closed: 300)
    #expect(try await scene.report().price?.price == Price(100))
    scene.clock.set(Scene.openTime(300).advanced(byMilliseconds: 30_000))
    var candles = Scene.candles(299..<301)
    candles[1].close = Price(105)
    scene.feed.set(answer: .success(candles))
    scene.time.advance(by: .seconds(14))
    #expect(try await scene.report().price?.price == Price(100))
    scene.time.advance(by: .seconds(2))
    let report = try await scene.report()
    #expect(report.price?.price == Price(105))
    #expect(report.price?.source == .currentCandle)
    #expect(report.price?.seenAt == Scene.openTime(300).advanced(byMilliseconds: 30_000))
    #expect(scene.feed.asked.map(\.limit) == [CandleFigures.depth + 1, 3])
    #expect(scene.cache.computations == 1)
  }

  @Test func `asks for best prices that nobody watches every 15 seconds, and does without them where it must`()
    async throws
  {
    let scene = Scene()
    let quote = Quote(bid: Price(99), bidQuantity: Quantity(1), ask: Price(101), askQuantity: Quantity(2))
    for candle in Scene.candles(0..<300) { scene.feed.close(candle, of: World.key()) }
    scene.answer(closed: 300)
    scene.feed.set(quote: .success(quote))
    #expect(try await scene.report().moment.quote == quote)
    scene.feed.set(quote: .failure(.unreachable("down")))
    scene.time.advance(by: .seconds(14))
    #expect(try await scene.report().moment.quote == quote)
    #expect(scene.feed.quotesAsked == 1)
    scene.time.advance(by: .seconds(2))
    let report = try await scene.report()
    #expect(report.moment.quote == nil)
    #expect(report.absences.contains { $0.field == "price.spread" })
    #expect(scene.feed.quotesAsked == 2)
    #expect(scene.cache.computations == 1)
  }

  @Test func `fetches everything anew where candles are missing in between`() async throws {
    let scene = Scene()
    scene.answer(closed: 300)
    _ = try await scene.report()
    scene.clock.set(Scene.openTime(310).advanced(byMilliseconds: 3000))
    scene.answer(308..<311)
    scene.time.advance(by: .seconds(20))
    #expect(try await scene.report().figures.candles == 2)
    #expect(scene.feed.asked.map(\.limit) == [CandleFigures.depth + 1, 13, CandleFigures.depth + 1])
  }

  @Test func `does not take a candle for closed that has only just ended`() async throws {
    let scene = Scene()
    scene.feed.set(answer: .success(Scene.candles(0..<10)))
    scene.clock.set(Scene.openTime(10).advanced(byMilliseconds: 1000))
    #expect(try await scene.report().figures.candles == 9)
    let later = Scene()
    later.feed.set(answer: .success(Scene.candles(0..<10)))
    later.clock.set(Scene.openTime(10).advanced(byMilliseconds: 2000))
    #expect(try await later.report().figures.candles == 10)
  }

  @Test func `does not go by a series that is degraded`() async throws {
    let scene = Scene()
    scene.answer(closed: 50)
    for candle in Scene.candles(0..<40) { scene.feed.close(candle, of: World.key()) }
    scene.feed.set(.degraded(reason: "silent"), of: World.key())
    #expect(try await scene.report().figures.candles == 50)
  }

  @Test func `of an unknown pair asks nobody`() async throws {
    let scene = Scene()
    let unknown = Pair(base: World.bitcoin.base, quote: World.ether.base)
    await #expect(throws: FeedError.unknownPair(unknown)) {
      _ = try await scene.report(SeriesKey(pair: unknown, timeframe: .oneHour))
    }
    #expect(scene.feed.asked.isEmpty)
  }

  @Test func `of a pair without candles says so`() async throws {
    let scene = Scene()
    let report = try await scene.report()
    #expect(report.figures.candles == 0)
    #expect(report.price == nil)
    _ = try await scene.report()
    #expect(scene.feed.asked.count == 1)
  }

  @Test func `is kept for as many series as there is room for`() async throws {
    let scene = Scene()
    let pairs = (0..<(AnalysisCache.capacity + 10)).map { index in
      Pair(base: Asset("A\(index)") ?? World.bitcoin.base, quote: World.bitcoin.quote)
    }
    scene.feed.set(instruments: Dictionary(uniqueKeysWithValues: pairs.map { ($0, ScriptedFeed.rules(of: $0)) }))
    scene.answer(closed: 3)
    for pair in pairs {
      _ = try await scene.report(SeriesKey(pair: pair, timeframe: .oneMinute))
      _ = try await scene.report(SeriesKey(pair: pairs[0], timeframe: .oneMinute))
    }
    #expect(scene.cache.count == AnalysisCache.capacity)
    #expect(scene.feed.asked.count == pairs.count)
  }

  @Test func `is answered by the fleet, with the venue's failures as problems`() async throws {
    try await inWorld { (world) async throws in
      world.feed.set(answer: .success(Scene.candles(0..<3)))
      let report = try await world.fleet.analysis(of: World.key())
      #expect(report.series == World.key())
      let failures: [(FeedError, ControlError)] = [
        (.unreachable("x"), .unavailable("the venue can't be reached: x", retryAfterSeconds: 5)),
        (.refused("x"), .unavailable("the venue refused: x", retryAfterSeconds: 5)),
        (.unknownPair(World.ether), .notFound("the venue does not trade ETH/USDT")),
      ]
      for (failure, error) in failures {
        world.feed.set(answer: .failure(failure))
        await #expect(throws: error) { _ = try await world.fleet.analysis(of: World.key(World.ether)) }
      }
    }
  }
}
