// SPDX-License-Identifier: Apache-2.0
import BinanceExchange
import Logging
import MarketData
import MarketHub
import Ports
import Testing
import TradingModel

/// The real adapter, at a venue that has few timeframes.
private struct FewTimeframes: MarketDataSource {
  let source: BinanceMarketData
  let timeframes: Set<Timeframe>

  func instruments() async throws(FeedError) -> [InstrumentRules] { try await source.instruments() }

  func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int, purpose: FetchPurpose
  ) async throws(FeedError) -> [Candle] {
    guard timeframes.contains(key.timeframe) else { throw .unsupportedTimeframe(key.timeframe) }
    return try await source.candles(key, from: from, to: to, limit: limit, purpose: purpose)
  }

  func trades(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [PublicTrade] {
    try await source.trades(of: pair, from: id, limit: limit)
  }

  func aggregates(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [AggregateTrade] {
    try await source.aggregates(of: pair, from: id, limit: limit)
  }

  func book(of pair: Pair, limit: Int) async throws(FeedError) -> BookSnapshot {
    try await source.book(of: pair, limit: limit)
  }

  func subscribe(_ stream: MarketStream) -> String? { source.subscribe(stream) }
  func unsubscribe(_ stream: MarketStream) { source.unsubscribe(stream) }
  func run(deliver: @escaping @Sendable (MarketSourceEvent) -> Void) async { await source.run(deliver: deliver) }
}

@Suite(.timeLimit(.minutes(5))) struct `Candles that a venue lacks` {
  private static let pairs = ["BTC/USDT", "ETH/USDT"].map { Pair($0)! }
  private static let streamed: [Timeframe] = [.threeMinutes, .fiveMinutes]
  private static let fetched: [Timeframe] = [.fourHours, .oneDay, .threeDays, .oneWeek, .oneMonth]

  @Test func `are those that it would have, each once, also after it was killed and started again`() async throws {
    let folder = try Folder()
    let venue = try await Venue(["--seed", "3", "--speed", "60", "--pairs", "BTC/USDT,ETH/USDT"], in: folder)
    let endpoints = try VenueEndpoints(
      of: .sim, restURL: venue.address, streamURL: venue.address.replacing("http://", with: "ws://"))
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let rest = BinanceREST(endpoints)
    let clock = SimVenueClock(rest: rest, log: log)
    let adapter = BinanceMarketData(rest: rest, clock: clock, log: log, noteTime: { clock.observe($0) })
    let hub = MarketHub(
      of: "test", source: FewTimeframes(source: adapter, timeframes: [.oneMinute, .oneHour, .twelveHours]),
      clock: clock,
      log: log)
    let watch = CandleWatch()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await clock.run() }
      group.addTask { await hub.run() }
      await hub.waitUntilInstruments()
      for pair in Self.pairs {
        for timeframe in Self.streamed { await watch.watch(SeriesKey(pair: pair, timeframe: timeframe), of: hub) }
      }
      let begin = try await venue.now().advanced(byMilliseconds: 60_000)
      try await expectTime(begin.advanced(byMilliseconds: 8 * 60_000), at: venue)
      try await venue.kill()
      try await venue.restart()
      let end = begin.advanced(byMilliseconds: 20 * 60_000)
      try await expectTime(end, at: venue)
      for key in watch.keys { try await expectRecord(of: key, in: watch, from: begin, upTo: end, at: venue) }
      for pair in Self.pairs {
        for timeframe in Self.fetched { try await expectHistory(of: pair, timeframe, from: hub, at: venue) }
      }
      group.cancelAll()
    }
  }

  private func expectTime(_ time: Instant, at venue: Venue) async throws {
    try await Poll.until("it is \(time)", within: .seconds(120)) { _ in try await venue.now() >= time }
  }

  private func expectRecord(
    of key: SeriesKey, in watch: CandleWatch, from begin: Instant, upTo end: Instant, at venue: Venue
  ) async throws {
    let record = try await venue.candles(key, from: begin).filter { key.timeframe.openTime(after: $0.openTime) <= end }
    try await Poll.until("\(key) has come", within: .seconds(60)) { _ in
      watch.newest(of: key).map { newest in record.last.map { newest >= $0.openTime } ?? true } ?? false
    }
    let told = watch.candles(of: key, from: begin).filter { key.timeframe.openTime(after: $0.openTime) <= end }
    #expect(told == record, "\(key)")
    #expect(record.count >= 2)
  }

  /// Candles by request: of those that have closed, the last three.
  private func expectHistory(of pair: Pair, _ timeframe: Timeframe, from hub: MarketHub, at venue: Venue) async throws {
    let key = SeriesKey(pair: pair, timeframe: timeframe)
    let current = timeframe.openTime(containing: try await venue.now())
    let from = timeframe.openTime(current, offset: -3)
    let made = try await hub.candles(key, from: from, to: nil, limit: 3)
    let record = try await venue.candles(key, from: from).prefix(3)
    #expect(made == Array(record), "\(key)")
    #expect(made.first?.openTime == from)
    let newest = try await hub.candles(key, from: nil, to: current.advanced(byMilliseconds: -1), limit: 2)
    #expect(newest == Array(record.suffix(2)), "\(key)")
  }
}
