// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

/// A source whose venue lacks timeframes, with those that can be made of what it has: the larger candles come like any
/// others, by request and by stream, and the hub treats them so.
///
/// A larger candle is closed by stream when its last smaller one is, if none of them was missed; else it is made of what
/// is fetched, as after any gap.
final class ComposedSource: MarketDataSource {
  /// How many smaller candles are fetched at once: 100 of the venue's weight. So a day made of minutes reaches back 34
  /// days, however many are asked for.
  static let fetchMax = 50_000
  /// For so long after its close, by the venue's clock at its rate, a candle that lacks its end waits for it; later the
  /// venue doesn't have it.
  static let endMilliseconds = 10_000.0

  private struct State {
    /// The larger series that are wanted.
    var folds: [SeriesKey: CandleFold] = [:]
    /// The series of the venue's own that are wanted for themselves.
    var direct: Set<SeriesKey> = []

    func folds(of base: SeriesKey) -> [SeriesKey] {
      folds.filter { $0.key.pair == base.pair && $0.value.base == base.timeframe }.map(\.key)
    }
  }

  private let source: any MarketDataSource
  private let clock: any VenueClock
  private let state = Mutex(State())

  init(_ source: any MarketDataSource, clock: any VenueClock) {
    self.source = source
    self.clock = clock
  }

  var timeframes: Set<Timeframe> { Set(Timeframe.allCases.filter { isOffered($0) || base(of: $0) != nil }) }

  private func isOffered(_ timeframe: Timeframe) -> Bool { source.timeframes.contains(timeframe) }

  private func base(of timeframe: Timeframe) -> Timeframe? { timeframe.base(in: source.timeframes) }

  // MARK: By request

  func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int, purpose: FetchPurpose
  ) async throws(FeedError) -> [Candle] {
    guard !isOffered(key.timeframe), let base = base(of: key.timeframe) else {
      return try await source.candles(key, from: from, to: to, limit: limit, purpose: purpose)
    }
    let (timeframe, each) = (key.timeframe, key.timeframe.countMax(of: base))
    let first = from.map {
      timeframe.openTime(containing: $0) == $0 ? $0 : timeframe.openTime(after: timeframe.openTime(containing: $0))
    }
    let last = to.map { timeframe.openTime(after: timeframe.openTime(containing: $0)).advanced(byMilliseconds: -1) }
    let (product, isLarge) = (limit + 1).multipliedReportingOverflow(by: each)
    let count = isLarge ? Self.fetchMax : min(product, Self.fetchMax)
    let small = try await source.candles(
      SeriesKey(pair: key.pair, timeframe: base), from: first, to: last, limit: count, purpose: purpose)
    var folded = FoldedCandle.fold(small, into: timeframe)
    let isCut = small.count >= count
    if from == nil, isCut, folded.first?.beginsWhole == false { folded.removeFirst() }
    if let end = folded.last, !end.endsWhole(timeframe: timeframe, base: base) {
      let isTruncated = from != nil && isCut
      if isTruncated || isEndExpected(timeframe.openTime(after: end.candle.openTime)) { folded.removeLast() }
    }
    let candles = folded.map(\.candle)
    return Array(from == nil ? candles.suffix(limit) : candles.prefix(limit))
  }

  /// Whether the last part of a candle that closes at a time may be on its way.
  private func isEndExpected(_ close: Instant) -> Bool {
    let late = Double(clock.now().milliseconds(since: close))
    return late >= 0 && late < Self.endMilliseconds * max(1, clock.rate)
  }

  func instruments() async throws(FeedError) -> [InstrumentRules] { try await source.instruments() }

  func trades(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [PublicTrade] {
    try await source.trades(of: pair, from: id, limit: limit)
  }

  func aggregates(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [AggregateTrade] {
    try await source.aggregates(of: pair, from: id, limit: limit)
  }

  func book(of pair: Pair, limit: Int) async throws(FeedError) -> BookSnapshot {
    try await source.book(of: pair, limit: limit)
  }

  // MARK: By stream

  func subscribe(_ stream: MarketStream) -> String? {
    guard case .candles(let key) = stream else { return source.subscribe(stream) }
    if isOffered(key.timeframe) {
      state.withLock { _ = $0.direct.insert(key) }
      return source.subscribe(stream)
    }
    guard let base = base(of: key.timeframe) else { return nil }
    state.withLock { $0.folds[key] = CandleFold(into: key.timeframe, of: base) }
    return source.subscribe(.candles(SeriesKey(pair: key.pair, timeframe: base)))
  }

  func unsubscribe(_ stream: MarketStream) {
    guard case .candles(let key) = stream else { return source.unsubscribe(stream) }
    let unneeded: SeriesKey? = state.withLock { state in
      let base: SeriesKey
      if let fold = state.folds.removeValue(forKey: key) {
        base = SeriesKey(pair: key.pair, timeframe: fold.base)
      } else {
        state.direct.remove(key)
        base = key
      }
      return state.direct.contains(base) || !state.folds(of: base).isEmpty ? nil : base
    }
    if let unneeded { source.unsubscribe(.candles(unneeded)) }
  }

  func run(deliver: @escaping @Sendable (MarketSourceEvent) -> Void) async {
    await source.run { event in
      switch event {
      case .candle(let key, let candle, let isClosed, let receivedAt):
        self.take(candle, of: key, isClosed: isClosed, at: receivedAt, deliver)
      case .silent(.candles(let key)):
        for series in self.startOver(key) { deliver(.silent(.candles(series))) }
      case .renewed(.candles(let key)):
        for series in self.startOver(key) { deliver(.renewed(.candles(series))) }
      case .disconnected(let pairs, _):
        self.startOver(Set(pairs))
        deliver(event)
      default: deliver(event)
      }
    }
  }

  /// Hands a candle on where it is wanted for itself, and what it makes where that is wanted.
  private func take(
    _ candle: Candle, of key: SeriesKey, isClosed: Bool, at time: ContinuousClock.Instant,
    _ deliver: (MarketSourceEvent) -> Void
  ) {
    let (isDirect, made): (Bool, [(SeriesKey, Candle, isClosed: Bool)]) = state.withLock { state in
      let made = candle.fault == nil ? state.folds(of: key) : []
      return (
        state.direct.contains(key),
        made.compactMap { series in
          state.folds[series]?.take(candle, isClosed: isClosed).map { (series, $0.candle, $0.isClosed) }
        }
      )
    }
    if isDirect { deliver(.candle(key, candle, isClosed: isClosed, receivedAt: time)) }
    for (series, candle, isClosed) in made {
      deliver(.candle(series, candle, isClosed: isClosed, receivedAt: time))
    }
  }

  /// A series of the venue's was interrupted. Answers the series that are wanted of it.
  private func startOver(_ key: SeriesKey) -> [SeriesKey] {
    state.withLock { state in
      let made = state.folds(of: key).sorted()
      for series in made { state.folds[series]?.startOver() }
      return (state.direct.contains(key) ? [key] : []) + made
    }
  }

  private func startOver(_ pairs: Set<Pair>) {
    state.withLock { state in
      for key in state.folds.keys where pairs.contains(key.pair) { state.folds[key]?.startOver() }
    }
  }
}
