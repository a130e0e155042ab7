// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

/// Everything that is watched of one pair: its series, its trades and best prices, and who watches.
///
/// All of it is behind one lock, and events are handed to the sinks while it is held: so every sink sees a pair's events
/// in one order, whichever of the stream's thread and a fetch comes first. That is allowed because a sink never waits
/// and must not call the feed back.
final class PairFeed: Sendable {
  /// One series and who watches it.
  struct Entry {
    var series: CandleSeries
    var check = StreamCheck()
    var sinks = SinkList()
    /// Callers of `watch` that wait for history.
    var waiters: [CheckedContinuation<Void, Never>] = []
    /// Tells a series from one that was watched earlier under the same key.
    let generation: Int
    var isFetching = false
    /// Why the stream is down, or was until a fetch shows that nothing was missed.
    var streamTrouble: String?
    /// Why candles can't be fetched.
    var fetchTrouble: String?
    var health = FeedHealth.live
  }

  struct State {
    var series: [Entry] = []
    var prices = PriceFeed()
    var details = PairDetails()
    /// Why nothing comes for the pair, or nil.
    var down: String?
    var generations = 0

    func index(of timeframe: Timeframe) -> Int? { series.firstIndex { $0.series.key.timeframe == timeframe } }
  }

  let pair: Pair
  let source: any MarketDataSource
  let clock: any VenueClock
  let faults: FaultLog
  let state = Mutex(State())

  init(pair: Pair, source: any MarketDataSource, clock: any VenueClock, faults: FaultLog) {
    self.pair = pair
    self.source = source
    self.clock = clock
    self.faults = faults
  }

  // MARK: Who watches

  /// Adds a sink to a series, and answers the fetch that has to be started for it, if any.
  ///
  /// - Parameter waiter: is resumed when the series is bootstrapped or degraded, perhaps at once.
  func watch(
    _ timeframe: Timeframe, depth: Int, sink: any MarketSink, waiter: CheckedContinuation<Void, Never>
  ) -> FetchJob? {
    state.withLock { state in
      let index = state.index(of: timeframe) ?? addSeries(timeframe, depth: depth, to: &state)
      state.series[index].sinks.add(sink)
      state.series[index].series.deepen(to: depth)
      if state.series[index].series.request == nil || state.series[index].series.phase == .streamOnly {
        waiter.resume()
      } else {
        state.series[index].waiters.append(waiter)
      }
      return job(for: &state.series[index])
    }
  }

  private func addSeries(_ timeframe: Timeframe, depth: Int, to state: inout State) -> Int {
    let key = SeriesKey(pair: pair, timeframe: timeframe)
    state.generations += 1
    var entry = Entry(series: CandleSeries(key: key, depth: depth), generation: state.generations)
    subscribe(.candles(key), in: &state)
    entry.streamTrouble = state.down.map(Self.disconnection)
    entry.health = Self.health(of: entry)
    state.series.append(entry)
    return state.series.count - 1
  }

  /// Asks for a stream, and takes note of whether anything comes for the pair: while nobody watched it, nobody was told.
  ///
  /// A source never calls back while it is asked for a stream, so this can't wait for itself.
  func subscribe(_ stream: MarketStream, in state: inout State) {
    state.down = source.subscribe(stream)
  }

  /// Removes a sink from a series; the last one ends it.
  func unwatch(_ timeframe: Timeframe, sink: any MarketSink) {
    let waiters: [CheckedContinuation<Void, Never>] = state.withLock { state in
      guard let index = state.index(of: timeframe) else { return [] }
      state.series[index].sinks.remove(sink)
      guard state.series[index].sinks.isEmpty else { return [] }
      source.unsubscribe(.candles(state.series[index].series.key))
      return state.series.remove(at: index).waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// A series as it stands.
  func snapshot(_ timeframe: Timeframe) -> SeriesSnapshot? {
    state.withLock { state in
      state.index(of: timeframe).map { index in
        let entry = state.series[index]
        return SeriesSnapshot(closed: Array(entry.series.closed), current: entry.series.current, health: entry.health)
      }
    }
  }

  // MARK: What the stream brings

  /// Takes a candle from the stream, and answers the fetch that has to be started, if any.
  func take(_ candle: Candle, of timeframe: Timeframe, isClosed: Bool, at time: ContinuousClock.Instant) -> FetchJob? {
    state.withLock { state in
      guard let index = state.index(of: timeframe) else { return nil }
      let key = state.series[index].series.key
      guard check(candle, isClosed: isClosed, of: &state.series[index]) else { return nil }
      let arrival = CandleSeries.Arrival(candle: candle, receivedAt: time)
      switch state.series[index].series.take(arrival, isClosed: isClosed) {
      case .handOn:
        state.series[index].sinks.offer(.candleClosed(key, candle, receivedAt: time))
        while let waiting = state.series[index].series.nextWaiting() {
          state.series[index].sinks.offer(.candleClosed(key, waiting.candle, receivedAt: waiting.receivedAt))
        }
        return nil
      case .noted: return nil
      case .gap(let missing):
        faults.note(.gap, on: .candles(key), "\(key): \(missing) missing before \(candle.openTime)")
        return job(for: &state.series[index])
      case .fault(let fault):
        state.series[index].check.count(isGood: false)
        faults.note(fault, on: .candles(key), "\(key): \(candle.openTime)")
        return nil
      }
    }
  }

  /// Nothing comes for the pair any more.
  func disconnected(_ reason: String) {
    state.withLock { state in
      state.down = reason
      state.prices.trades.check.startOver()
      state.prices.quoteCheck.startOver()
      state.details.startOver()
      loseBook(in: &state)
      for index in state.series.indices {
        state.series[index].check.startOver()
        state.series[index].streamTrouble = Self.disconnection(reason)
        updateHealth(&state.series[index])
      }
    }
  }

  /// Nothing comes on a stream any more, although the connection stands.
  func silent(_ stream: MarketStream) {
    state.withLock { state in
      if case .book = stream { return loseBook(in: &state) }
      guard case .candles(let key) = stream, let index = state.index(of: key.timeframe), state.down == nil else {
        return
      }
      state.series[index].streamTrouble = Self.silence
      updateHealth(&state.series[index])
    }
  }

  /// A silent series was asked for anew. Answers the fetch that shows what was missed.
  func renewed(_ timeframe: Timeframe) -> FetchJob? {
    state.withLock { state in
      guard let index = state.index(of: timeframe), state.series[index].streamTrouble != nil else { return nil }
      state.series[index].series.suspectGap()
      return job(for: &state.series[index])
    }
  }

  /// Everything comes again. Answers the fetches that show what was missed.
  func connected() -> [FetchJob] {
    state.withLock { state in
      state.down = nil
      return state.series.indices.compactMap { index in
        guard state.series[index].streamTrouble != nil else { return nil }
        state.series[index].series.suspectGap()
        return job(for: &state.series[index])
      }
    }
  }

  // MARK: Health

  /// Says how well a series is fed, where that has changed.
  func updateHealth(_ entry: inout Entry) {
    let health = Self.health(of: entry)
    guard health != entry.health else { return }
    entry.health = health
    entry.sinks.offer(.health(entry.series.key, health))
  }

  private static let silence = "stream silent, asked for anew"

  private static func disconnection(_ reason: String) -> String { "stream disconnected: \(reason)" }

  static func health(of entry: Entry) -> FeedHealth {
    switch (entry.streamTrouble, entry.fetchTrouble) {
    case (nil, nil): .live
    case (let stream?, nil): .degraded(reason: stream)
    case (nil, let fetch?): .degraded(reason: "candles can't be fetched: \(fetch)")
    case (let stream?, let fetch?):
      .degraded(reason: "\(stream); candles can't be fetched: \(fetch)")
    }
  }
}
