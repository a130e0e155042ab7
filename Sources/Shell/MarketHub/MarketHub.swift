// SPDX-License-Identifier: Apache-2.0

// MarketHub: one subscription and one candle series per (venue, pair, timeframe), shared by all bots.

public import Logging
public import MarketData
public import Ports
import Synchronization
public import TradingModel

/// The market feed of one venue: makes what a ``MarketDataSource`` brings complete, orderly and shared.
///
/// ``run()`` must be running for anything to come. A venue that can't be reached holds up nothing: series are degraded
/// and come alive by themselves.
public final class MarketHub: MarketFeed {
  /// Times and bounds.
  public struct Configuration: Sendable, Hashable {
    /// How long a `watch` waits for history before it goes on without.
    public var patience = Duration.seconds(15)
    /// How often the instruments are fetched anew, by the venue's clock; at most every ``instrumentsPause`` of the wall.
    public var instrumentsRefresh = Duration.seconds(3600)
    /// How long to wait at least before they are fetched anew.
    public var instrumentsPause = Duration.seconds(10)
    /// How long to wait before asking again for candles that the venue should have.
    public var missingDelay = Duration.seconds(1)
    /// How often to ask for candles that the venue should have before they are given up.
    public var missingAttemptsMax = 3
    /// How long ago a candle must have closed, by the venue's clock at its rate, to be taken for closed when fetched.
    public var settleTime = Duration.seconds(2)
    /// How long trades wait for missing ones ahead of them.
    public var tradePatience = Duration.seconds(10)
    /// How many levels of a side of a book are fetched. The venue charges 50 for 1,000, and 250 for the 5,000 that it
    /// shows at most.
    public var bookLevels = 1000
    /// How long to wait for the first change of a book before the book is fetched, where none has come.
    public var bookDelay = Duration.seconds(1)
    /// How long a book stands at least before it is fetched again.
    public var bookInterval = Duration.seconds(5)

    /// The usual times and bounds.
    public init() {}
  }

  let source: any MarketDataSource
  let clock: any VenueClock
  let time: MonotonicTime
  let configuration: Configuration
  let faults: FaultLog
  let log: Logger
  let random: @Sendable () -> Double
  let jobs: AsyncStream<Job>
  private let jobsInlet: AsyncStream<Job>.Continuation
  let feeds: Mutex<[Pair: PairFeed]> = Mutex([:])
  let venue: Mutex<VenueState> = Mutex(VenueState())

  struct VenueState {
    var instruments: [Pair: InstrumentRules] = [:]
    var waiters: [CheckedContinuation<Void, Never>] = []
    var isStopped = false
  }

  /// A feed of a source.
  ///
  /// - Parameters:
  ///   - name: the venue's name, for metrics.
  ///   - source: where the data comes from.
  ///   - clock: the venue's clock.
  ///   - time: the monotonic clock, on which is waited.
  ///   - random: evenly distributed in 0..<1, for the jitter of repeated attempts.
  public init(
    of name: String, source: any MarketDataSource, clock: any VenueClock, log: Logger,
    configuration: Configuration = Configuration(), time: MonotonicTime = .system,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.source =
      source.timeframes.count == Timeframe.allCases.count ? source : ComposedSource(source, clock: clock)
    self.clock = clock
    self.time = time
    self.configuration = configuration
    self.log = log
    self.random = random
    faults = FaultLog(venue: name, log: log, clock: clock, time: time)
    // Unbounded, but run() takes jobs out at once: what waits is one per series and book, and one per gap in the trades
    // and aggregates of the last moment. A gap's job ends after `tradePatience` at the latest.
    (jobs, jobsInlet) = AsyncStream.makeStream(of: Job.self)
  }

  /// How often something was wrong with the data.
  public func count(of fault: FeedFault) -> Int { faults.count(of: fault) }

  /// How often something was wrong with the data, by kind.
  public var faultCounts: [FeedFault: Int] { faults.counts }

  /// What was wrong or suspicious of late, the newest first; at most 1,000 are kept.
  public func anomalies(limit: Int) -> [FeedAnomaly] { faults.anomalies(max(0, limit)) }

  /// How good a stream is, or nil where nobody watches it.
  public func quality(of stream: MarketStream) -> StreamQuality? { existingFeed(of: stream.pair)?.quality(of: stream) }

  /// Every stream that is watched, and how good it is.
  public var streams: [MarketStream: StreamQuality] {
    feeds.withLock { Array($0.values) }.reduce(into: [:]) { streams, feed in
      for stream in feed.streams { streams[stream] = feed.quality(of: stream) }
    }
  }

  // MARK: MarketFeed

  public var instruments: [Pair: InstrumentRules] { venue.withLock { $0.instruments } }

  public func watch(_ key: SeriesKey, depth: Int, sink: any MarketSink) async -> SeriesSnapshot {
    guard source.timeframes.contains(key.timeframe) else {
      let reason = FeedError.unsupportedTimeframe(key.timeframe).reason
      return SeriesSnapshot(closed: [], current: nil, health: .degraded(reason: reason))
    }
    let feed = feed(of: key.pair)
    await withCheckedContinuation { waiter in
      if let job = feed.watch(key.timeframe, depth: depth, sink: sink, waiter: waiter) { start(.candles(job)) }
      if venue.withLock({ $0.isStopped }) { feed.stop() }
    }
    return feed.snapshot(key.timeframe)
      ?? SeriesSnapshot(closed: [], current: nil, health: .degraded(reason: "nobody watches it any more"))
  }

  public func unwatch(_ key: SeriesKey, sink: any MarketSink) {
    existingFeed(of: key.pair)?.unwatch(key.timeframe, sink: sink)
  }

  public func watchPrices(of pair: Pair, sink: any MarketSink) {
    feed(of: pair).watchPrices(sink: sink)
  }

  public func unwatchPrices(of pair: Pair, sink: any MarketSink) {
    existingFeed(of: pair)?.unwatchPrices(sink: sink)
  }

  public func series(_ key: SeriesKey) -> SeriesSnapshot? {
    existingFeed(of: key.pair)?.snapshot(key.timeframe)
  }

  public func quote(of pair: Pair) -> Quote? { existingFeed(of: pair)?.prices.quote }

  public func fetchQuote(of pair: Pair) async throws(FeedError) -> Quote? {
    let known = instruments
    guard known.isEmpty || known[pair] != nil else { throw .unknownPair(pair) }
    let depth = try await source.book(of: pair, limit: 5).depth
    guard let bid = depth.bids.first, let ask = depth.asks.first else { return nil }
    return Quote(bid: bid.price, bidQuantity: bid.quantity, ask: ask.price, askQuantity: ask.quantity)
  }

  public func lastTrade(of pair: Pair) -> PublicTrade? { existingFeed(of: pair)?.prices.lastTrade }

  public func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int
  ) async throws(FeedError) -> [Candle] {
    guard limit > 0 else { return [] }
    let known = instruments
    guard known.isEmpty || known[key.pair] != nil else { throw .unknownPair(key.pair) }
    if let shared = sharedCandles(key, from: from, to: to, limit: limit) { return shared }
    return try await source.candles(key, from: from, to: to, limit: limit, purpose: .display)
  }

  /// The candles from the shared series, or nil where it doesn't reach back far enough or is not up to date.
  private func sharedCandles(_ key: SeriesKey, from: Instant?, to: Instant?, limit: Int) -> [Candle]? {
    guard let series = series(key), series.health == .live, let first = series.closed.first else { return nil }
    let all = series.closed + [series.current].compactMap { $0 }
    let bounded = to.map { to in all.filter { $0.openTime <= to } } ?? all
    if let from {
      guard from >= first.openTime else { return nil }
      return Array(bounded.drop { $0.openTime < from }.prefix(limit))
    }
    return bounded.count >= limit ? bounded.suffix(limit) : nil
  }

  // MARK: Feeds and jobs

  /// What is fetched in the background.
  enum Job: Sendable {
    case candles(FetchJob)
    case trades(TradeFillJob<PublicTrade>)
    case aggregates(TradeFillJob<AggregateTrade>)
    case book(BookJob)
  }

  /// Queues a fetch for ``run()``.
  func start(_ job: Job) {
    jobsInlet.yield(job)
  }

  /// Takes what the source brings; see ``PairFeed`` for the order in which sinks see it.
  func apply(_ event: MarketSourceEvent) {
    switch event {
    case .candle(let key, let candle, let isClosed, let receivedAt):
      let job = existingFeed(of: key.pair)?.take(candle, of: key.timeframe, isClosed: isClosed, at: receivedAt)
      if let job { start(.candles(job)) }
    case .trade(let pair, let trade):
      if let job = existingFeed(of: pair)?.take(trade) { start(.trades(job)) }
    case .quote(let pair, let quote): existingFeed(of: pair)?.take(quote)
    case .aggregate(let pair, let trade):
      if let job = existingFeed(of: pair)?.take(trade) { start(.aggregates(job)) }
    case .ticker(let pair, let ticker): existingFeed(of: pair)?.take(ticker)
    case .book(let pair, let change):
      if let job = existingFeed(of: pair)?.take(change) { start(.book(job)) }
    case .rejected(let reason): faults.note(.rejectedMessage, reason)
    case .silent(let stream):
      faults.note(.silentStream, on: stream, "\(stream)")
      existingFeed(of: stream.pair)?.silent(stream)
    case .renewed(.candles(let key)):
      if let job = existingFeed(of: key.pair)?.renewed(key.timeframe) { start(.candles(job)) }
    case .renewed(.book(let pair)):
      if let job = existingFeed(of: pair)?.bookRenewed() { start(.book(job)) }
    case .renewed: break
    case .disconnected(let pairs, let reason):
      faults.note(.disconnected, reason)
      for pair in pairs { existingFeed(of: pair)?.disconnected(reason) }
    case .connected(let pairs):
      for pair in pairs {
        for job in existingFeed(of: pair)?.connected() ?? [] { start(.candles(job)) }
        if let job = existingFeed(of: pair)?.bookJob() { start(.book(job)) }
      }
    }
  }

  func existingFeed(of pair: Pair) -> PairFeed? { feeds.withLock { $0[pair] } }

  /// The feed of a pair. It stays for good: pairs are few, and an idle feed is a few hundred bytes.
  func feed(of pair: Pair) -> PairFeed {
    feeds.withLock { feeds in
      if let feed = feeds[pair] { return feed }
      let feed = PairFeed(pair: pair, source: source, clock: clock, faults: faults)
      feeds[pair] = feed
      return feed
    }
  }
}
