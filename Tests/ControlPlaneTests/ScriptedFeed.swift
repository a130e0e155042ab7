// SPDX-License-Identifier: Apache-2.0
import MarketData
import Ports
import Synchronization
import TradingModel

/// A market feed that a test moves by hand.
final class ScriptedFeed: MarketFeed {
  private struct State {
    var instruments: [Pair: InstrumentRules] = [:]
    var closed: [SeriesKey: [Candle]] = [:]
    var health: [SeriesKey: FeedHealth] = [:]
    var prices: [Pair: Price] = [:]
    var sinks: [SeriesKey: [any MarketSink]] = [:]
    var priceSinks: [Pair: [any MarketSink]] = [:]
    var holdsWatches = false
    var held: [CheckedContinuation<Void, Never>] = []
    var watchers = 0
    var tradeID: Int64 = 0
    var asked: [(from: Instant?, to: Instant?, limit: Int)] = []
    var answer: Result<[Candle], FeedError> = .success([])
    var quote: Result<Quote?, FeedError> = .success(nil)
    var quotesAsked = 0
    var holdsCandles = false
    var heldCandles: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  init(_ pairs: [Pair]) {
    state.withLock { $0.instruments = Dictionary(uniqueKeysWithValues: pairs.map { ($0, Self.rules(of: $0)) }) }
  }

  static func rules(of pair: Pair) -> InstrumentRules {
    let cent = Price(Fixed(units: 10_000_000_000))
    let step = Quantity(Fixed(units: 10_000_000))
    return InstrumentRules(
      pair: pair, price: PriceFilter(tick: cent), lot: LotFilter(minimum: step, step: step),
      notional: NotionalFilter(minimum: Money(5)))
  }

  // MARK: What the test does

  func set(instruments: [Pair: InstrumentRules]) { state.withLock { $0.instruments = instruments } }

  func set(answer: Result<[Candle], FeedError>) { state.withLock { $0.answer = answer } }

  func set(quote: Result<Quote?, FeedError>) { state.withLock { $0.quote = quote } }

  /// How often the best prices were asked for.
  var quotesAsked: Int { state.withLock { $0.quotesAsked } }

  /// The candle requests so far.
  var asked: [(from: Instant?, to: Instant?, limit: Int)] { state.withLock { $0.asked } }

  /// Holds the answers to candle requests back, or lets them go.
  func holdCandles(_ holds: Bool) {
    let held = state.withLock { state in
      state.holdsCandles = holds
      defer { if !holds { state.heldCandles = [] } }
      return holds ? [] : state.heldCandles
    }
    for request in held { request.resume() }
  }

  /// How many watches of a series and of a pair's prices haven't ended.
  func watches(of key: SeriesKey) -> [Int] {
    state.withLock { [$0.sinks[key]?.count ?? 0, $0.priceSinks[key.pair]?.count ?? 0] }
  }

  /// How many watches of anything haven't ended.
  var allWatches: Int {
    state.withLock { $0.sinks.values.reduce(0) { $0 + $1.count } + $0.priceSinks.values.reduce(0) { $0 + $1.count } }
  }

  /// Holds watches back, as a venue does that doesn't answer, or lets them go.
  func hold(_ holds: Bool) {
    let held = state.withLock { state in
      state.holdsWatches = holds
      defer { if !holds { state.held = [] } }
      return holds ? [] : state.held
    }
    for watch in held { watch.resume() }
  }

  /// How many watches are held back.
  var heldWatches: Int { state.withLock { $0.held.count } }

  /// Nobody who watches now hears anything more, as after a crash.
  func forgetWatchers() {
    state.withLock { state in
      state.sinks = [:]
      state.priceSinks = [:]
    }
  }

  func tell(_ health: FeedHealth, of key: SeriesKey) {
    let sinks = state.withLock { state in
      state.health[key] = health
      return state.sinks[key] ?? []
    }
    for sink in Self.distinct(sinks) { sink.offer(.health(key, health)) }
  }

  /// Sets how a series is fed without telling anybody.
  func set(_ health: FeedHealth, of key: SeriesKey) { state.withLock { $0.health[key] = health } }

  func close(_ candle: Candle, of key: SeriesKey) {
    let sinks = state.withLock { state in
      state.closed[key, default: []].append(candle)
      return state.sinks[key] ?? []
    }
    for sink in Self.distinct(sinks) { sink.offer(.candleClosed(key, candle, receivedAt: nil)) }
  }

  func trade(_ pair: Pair, at price: Price, quantity: Quantity = Quantity(1000), time: Instant) {
    let (id, sinks) = state.withLock { state in
      state.tradeID += 1
      state.prices[pair] = price
      return (state.tradeID, state.priceSinks[pair] ?? [])
    }
    let trade = PublicTrade(id: id, time: time, price: price, quantity: quantity, isBuyerMaker: false)
    for sink in Self.distinct(sinks) { sink.offer(.trade(pair, trade)) }
  }

  private static func distinct(_ sinks: [any MarketSink]) -> [any MarketSink] {
    var seen: Set<ObjectIdentifier> = []
    return sinks.filter { seen.insert(ObjectIdentifier($0)).inserted }
  }

  // MARK: MarketFeed

  var instruments: [Pair: InstrumentRules] { state.withLock { $0.instruments } }

  func watch(_ key: SeriesKey, depth: Int, sink: any MarketSink) async -> SeriesSnapshot {
    await withCheckedContinuation { continuation in
      let isHeld = state.withLock { state in
        state.sinks[key, default: []].append(sink)
        guard state.holdsWatches else { return false }
        state.held.append(continuation)
        return true
      }
      if !isHeld { continuation.resume() }
    }
    return series(key) ?? SeriesSnapshot(closed: [], current: nil, health: .degraded(reason: "nobody watches it"))
  }

  func unwatch(_ key: SeriesKey, sink: any MarketSink) {
    state.withLock { state in
      guard let index = state.sinks[key]?.firstIndex(where: { $0 === sink }) else { return }
      state.sinks[key]?.remove(at: index)
    }
  }

  func watchPrices(of pair: Pair, sink: any MarketSink) {
    state.withLock { $0.priceSinks[pair, default: []].append(sink) }
  }

  func unwatchPrices(of pair: Pair, sink: any MarketSink) {
    state.withLock { state in
      guard let index = state.priceSinks[pair]?.firstIndex(where: { $0 === sink }) else { return }
      state.priceSinks[pair]?.remove(at: index)
    }
  }

  func series(_ key: SeriesKey) -> SeriesSnapshot? {
    state.withLock { state in
      SeriesSnapshot(closed: state.closed[key] ?? [], current: nil, health: state.health[key] ?? .live)
    }
  }

  func quote(of pair: Pair) -> Quote? { nil }

  func fetchQuote(of pair: Pair) async throws(FeedError) -> Quote? {
    try state.withLock { state in
      state.quotesAsked += 1
      return state.quote
    }.get()
  }

  func lastTrade(of pair: Pair) -> PublicTrade? {
    state.withLock { $0.prices[pair] }.map {
      PublicTrade(id: 1, time: .epoch, price: $0, quantity: Quantity(1), isBuyerMaker: false)
    }
  }

  func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int
  ) async throws(FeedError) -> [Candle] {
    await withCheckedContinuation { continuation in
      let isHeld = state.withLock { state in
        state.asked.append((from, to, limit))
        guard state.holdsCandles else { return false }
        state.heldCandles.append(continuation)
        return true
      }
      if !isHeld { continuation.resume() }
    }
    return try state.withLock { $0.answer }.get()
  }
}
