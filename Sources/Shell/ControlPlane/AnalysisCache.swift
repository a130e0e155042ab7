// SPDX-License-Identifier: Apache-2.0

import MarketAnalysis
import MarketData
import Ports
import Synchronization
import TradingModel

/// What closed candles say, computed once per series and closed candle, whoever asks and however often.
///
/// Where somebody watches a series its candles come from there and cost nothing. Else they are fetched: all of them the
/// first time, then only what is new, and no oftener than every few seconds.
final class AnalysisCache: Sendable {
  /// How many series are kept, about 100 kB each; beyond that the one that was asked for longest ago is forgotten.
  static let capacity = 256
  /// How long prices that nobody watches may be used.
  static let priceAge = Duration.seconds(15)
  /// How long a report waits for best prices that nobody watches: the venue may let nothing be asked for hours.
  static let quotePatience = Duration.seconds(2)
  /// How soon is asked again for a candle that should have closed.
  static let closingDelay = Duration.seconds(2)
  /// How long ago a candle must have closed, by the venue's clock, to be taken for closed when nothing follows it.
  static let settleMilliseconds: Int64 = 2000

  private struct Entry {
    var candles: AnalysisCandles
    var figures: CandleFigures
    /// The best prices where nobody watches them.
    var quote: Quote?
    /// When the candles were last fetched or compared with the shared series.
    var checkedAt: ContinuousClock.Instant
    var lastUse: UInt64
  }

  private struct State {
    var entries: [SeriesKey: Entry] = [:]
    var failures: [SeriesKey: (error: FeedError, at: ContinuousClock.Instant)] = [:]
    var uses: UInt64 = 0
    var computations = 0
  }

  private let feed: any MarketFeed
  private let clock: any VenueClock
  private let time: MonotonicTime
  private let turns = Turnstile<SeriesKey>()
  private let state = Mutex(State())

  init(feed: any MarketFeed, clock: any VenueClock, time: MonotonicTime) {
    self.feed = feed
    self.clock = clock
    self.time = time
  }

  /// How often figures were computed.
  var computations: Int { state.withLock { $0.computations } }

  /// How many series are kept.
  var count: Int { state.withLock { $0.entries.count } }

  /// A report on a series as of now.
  func report(on key: SeriesKey) async throws(FeedError) -> MarketReport {
    let instruments = feed.instruments
    guard instruments.isEmpty || instruments[key.pair] != nil else { throw .unknownPair(key.pair) }
    if let report = kept(key) { return report }
    let begin = time.now()
    return try await turns.withTurn(key) { () async throws(FeedError) in
      if let report = kept(key) { return report }
      // Whoever waited for somebody else's failure shares it instead of waiting for one of its own.
      if let failure = state.withLock({ $0.failures[key] }), failure.at >= begin { throw failure.error }
      return try await renewed(key)
    }
  }

  /// The report from what is kept, where that is up to date.
  private func kept(_ key: SeriesKey) -> MarketReport? {
    let shared = sharedSeries(key)
    let isQuoteWatched = feed.quote(of: key.pair) != nil
    let (now, venueNow) = (time.now(), clock.now())
    let entry: Entry? = state.withLock { state in
      guard let entry = state.entries[key] else { return nil }
      if let last = shared?.closed.last {
        guard let newest = entry.figures.lastOpenTime, newest >= last.openTime else { return nil }
        guard isQuoteWatched || now - entry.checkedAt < Self.priceAge else { return nil }
      } else {
        let age = entry.candles.isClosing(at: venueNow) ? Self.closingDelay : Self.priceAge
        guard now - entry.checkedAt < age else { return nil }
      }
      state.uses += 1
      state.entries[key]?.lastUse = state.uses
      return entry
    }
    guard let entry else { return nil }
    return report(on: key, entry, shared: shared, at: venueNow)
  }

  /// The report from candles that are brought up to date, and kept.
  private func renewed(_ key: SeriesKey) async throws(FeedError) -> MarketReport {
    let old = state.withLock { $0.entries[key] }
    let shared = sharedSeries(key)
    let candles: AnalysisCandles
    do throws(FeedError) {
      candles = try await self.candles(key, after: old?.candles, shared: shared)
    } catch {
      let now = time.now()
      state.withLock { state in
        if state.failures.count >= Self.capacity { state.failures = [:] }
        state.failures[key] = (error, now)
      }
      throw error
    }
    let quote = await fetchedQuote(of: key.pair)
    let isNew = old?.candles.closed.last?.openTime != candles.closed.last?.openTime || old == nil
    let figures = isNew ? nil : old?.figures
    let computed = figures ?? CandleFigures(of: candles.closed, timeframe: key.timeframe)
    let now = time.now()
    let entry = state.withLock { state in
      state.uses += 1
      state.computations += isNew ? 1 : 0
      state.failures[key] = nil
      if state.entries[key] == nil, state.entries.count >= Self.capacity,
        let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
      {
        state.entries[oldest] = nil
      }
      let entry = Entry(candles: candles, figures: computed, quote: quote, checkedAt: now, lastUse: state.uses)
      state.entries[key] = entry
      return entry
    }
    return report(on: key, entry, shared: shared, at: clock.now())
  }

  /// The best prices where nobody watches them; nil where somebody does, or the venue doesn't tell: the rest of a report
  /// stands without them.
  private func fetchedQuote(of pair: Pair) async -> Quote? {
    guard feed.quote(of: pair) == nil else { return nil }
    return await withTaskGroup(of: QuoteAnswer.self) { group in
      group.addTask { .quote(try? await self.feed.fetchQuote(of: pair)) }
      group.addTask { (try? await self.time.sleep(Self.quotePatience)) == nil ? .notTimed : .timeUp }
      defer { group.cancelAll() }
      for await answer in group {
        switch answer {
        case .quote(let quote): return quote
        case .timeUp: return nil
        case .notTimed: continue
        }
      }
      return nil
    }
  }

  private enum QuoteAnswer: Sendable {
    case quote(Quote?)
    case timeUp
    case notTimed
  }

  /// The candles up to now: from the shared series where it reaches back far enough or joins what is kept, else fetched.
  private func candles(
    _ key: SeriesKey, after old: AnalysisCandles?, shared: SeriesSnapshot?
  ) async throws(FeedError) -> AnalysisCandles {
    let depth = CandleFigures.depth
    if let shared {
      let joined = old?.joined(with: shared.closed, current: shared.current, seenAt: clock.now())
      if let joined, joined.isComplete { return joined }
      if shared.closed.count >= depth {
        return AnalysisCandles(
          timeframe: key.timeframe, closed: shared.closed.suffix(depth), current: shared.current, seenAt: clock.now(),
          hasAll: false)
      }
    }
    if let old, old.isComplete, let last = old.closed.last {
      let missing = key.timeframe.count(from: last.openTime, to: clock.now())
      if missing < depth {
        let (closed, current) = try await fetched(key, limit: max(1, missing) + 1)
        if let joined = old.joined(with: closed, current: current, seenAt: clock.now()) { return joined }
      }
    }
    let (closed, current) = try await fetched(key, limit: depth + 1)
    return AnalysisCandles(
      timeframe: key.timeframe, closed: closed.suffix(depth), current: current, seenAt: clock.now(),
      hasAll: closed.count + (current == nil ? 0 : 1) <= depth)
  }

  /// The newest candles of the venue: those that had closed when it was asked, and the one in progress.
  private func fetched(
    _ key: SeriesKey, limit: Int
  ) async throws(FeedError) -> (closed: [Candle], current: Candle?) {
    let settled = clock.now().advanced(byMilliseconds: -Self.settleMilliseconds)
    let rows = try await feed.candles(key, from: nil, to: nil, limit: limit)
    guard let last = rows.last else { return ([], nil) }
    let isClosed = key.timeframe.openTime(after: last.openTime) <= settled
    return isClosed ? (rows, nil) : (rows.dropLast(), last)
  }

  /// The series that somebody watches, where it is up to date.
  private func sharedSeries(_ key: SeriesKey) -> SeriesSnapshot? {
    guard let series = feed.series(key), series.health == .live, !series.closed.isEmpty else { return nil }
    return series
  }

  private func report(
    on key: SeriesKey, _ entry: Entry, shared: SeriesSnapshot?, at now: Instant
  ) -> MarketReport {
    MarketReport(
      series: key, figures: entry.figures,
      moment: MarketMoment(
        time: now, lastTrade: feed.lastTrade(of: key.pair), quote: feed.quote(of: key.pair) ?? entry.quote,
        current: shared?.current ?? entry.candles.current, currentSeenAt: shared == nil ? entry.candles.seenAt : now))
  }
}
