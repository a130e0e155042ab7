// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

/// A source whose answers a test gives by hand.
final class ScriptedSource: MarketDataSource {
  struct Question: Equatable {
    let key: SeriesKey
    let from: Instant?
    let limit: Int
  }

  /// From which number trades were asked for, and how they are answered.
  private typealias TradeQuestion = (from: Int64, CheckedContinuation<Result<[PublicTrade], FeedError>, Never>)

  private struct State {
    var subscribed: [MarketStream] = []
    var log: [String] = []
    var down: String?
    var deliver: (@Sendable (MarketSourceEvent) -> Void)?
    var deliverWaiter: CheckedContinuation<Void, Never>?
    var open: [(Question, CheckedContinuation<Result<[Candle], FeedError>, Never>)] = []
    var askedWaiter: CheckedContinuation<Void, Never>?
    var openTrades: [TradeQuestion] = []
    var tradesWaiter: CheckedContinuation<Void, Never>?
    var aggregates: [AggregateTrade] = []
    var openBooks: [CheckedContinuation<Result<BookSnapshot, FeedError>, Never>] = []
    var booksAsked = 0
    var bookWaiter: CheckedContinuation<Void, Never>?
    var rules: [Result<[InstrumentRules], FeedError>] = []
  }

  private let state = Mutex(State())
  let timeframes: Set<Timeframe>

  init(timeframes: Set<Timeframe> = Set(Timeframe.allCases)) {
    self.timeframes = timeframes
  }

  /// What is subscribed now.
  var subscribed: [MarketStream] { state.withLock { $0.subscribed } }
  /// Subscribes and unsubscribes, in order.
  var log: [String] { state.withLock { $0.log } }

  func setDown(_ reason: String?) { state.withLock { $0.down = reason } }
  func setInstruments(_ answers: [Result<[InstrumentRules], FeedError>]) { state.withLock { $0.rules = answers } }

  /// Hands an event to the hub, as the stream would.
  func send(_ event: MarketSourceEvent) {
    state.withLock { $0.deliver }?(event)
  }

  /// Waits until the hub runs.
  func untilRunning() async {
    await withCheckedContinuation { continuation in
      let isRunning = state.withLock { state in
        if state.deliver != nil { return true }
        state.deliverWaiter = continuation
        return false
      }
      if isRunning { continuation.resume() }
    }
  }

  /// Waits until the hub asks for candles, and answers what it asked; the question stays open.
  func nextQuestion() async -> Question {
    await withCheckedContinuation { continuation in
      let isAsked = state.withLock { state in
        if !state.open.isEmpty { return true }
        state.askedWaiter = continuation
        return false
      }
      if isAsked { continuation.resume() }
    }
    return state.withLock { $0.open[0].0 }
  }

  /// How many questions are open.
  var openQuestions: Int { state.withLock { $0.open.count } }

  /// Answers the question that is open the longest.
  func answer(_ result: Result<[Candle], FeedError>) {
    let question = state.withLock { $0.open.removeFirst() }
    question.1.resume(returning: result)
  }

  /// Waits until the hub asks for trades, and answers from which number; the question stays open.
  func nextTradeQuestion() async -> Int64 {
    await withCheckedContinuation { continuation in
      let isAsked = state.withLock { state in
        if !state.openTrades.isEmpty { return true }
        state.tradesWaiter = continuation
        return false
      }
      if isAsked { continuation.resume() }
    }
    return state.withLock { $0.openTrades[0].from }
  }

  /// Answers the question for trades that is open the longest.
  func answerTrades(_ result: Result<[PublicTrade], FeedError>) {
    let question = state.withLock { $0.openTrades.removeFirst() }
    question.1.resume(returning: result)
  }

  /// What aggregates the venue has.
  func setAggregates(_ trades: [AggregateTrade]) { state.withLock { $0.aggregates = trades } }

  /// How often the hub asked for a book.
  var booksAsked: Int { state.withLock { $0.booksAsked } }

  /// Waits until the hub asks for a book.
  func nextBookQuestion() async {
    await withCheckedContinuation { continuation in
      let isAsked = state.withLock { state in
        if !state.openBooks.isEmpty { return true }
        state.bookWaiter = continuation
        return false
      }
      if isAsked { continuation.resume() }
    }
  }

  /// Answers the question for a book that is open the longest.
  func answerBook(_ result: Result<BookSnapshot, FeedError>) {
    let question = state.withLock { $0.openBooks.removeFirst() }
    question.resume(returning: result)
  }

  // MARK: MarketDataSource

  func aggregates(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [AggregateTrade] {
    state.withLock { Array($0.aggregates.filter { $0.id >= id }.prefix(limit)) }
  }

  func book(of pair: Pair, limit: Int) async throws(FeedError) -> BookSnapshot {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (waiter, isCancelled) = state.withLock { state in
          state.openBooks.append(continuation)
          state.booksAsked += 1
          defer { state.bookWaiter = nil }
          return (state.bookWaiter, Task.isCancelled)
        }
        waiter?.resume()
        if isCancelled { giveUp() }
      }
    } onCancel: {
      giveUp()
    }
    return try result.get()
  }

  func trades(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [PublicTrade] {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (waiter, isCancelled) = state.withLock { state in
          state.openTrades.append((id, continuation))
          defer { state.tradesWaiter = nil }
          return (state.tradesWaiter, Task.isCancelled)
        }
        waiter?.resume()
        if isCancelled { giveUp() }
      }
    } onCancel: {
      giveUp()
    }
    return try result.get()
  }

  func instruments() async throws(FeedError) -> [InstrumentRules] {
    let answer = state.withLock { $0.rules.isEmpty ? nil : $0.rules.removeFirst() }
    return try (answer ?? .success([])).get()
  }

  func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int, purpose: FetchPurpose
  ) async throws(FeedError) -> [Candle] {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (waiter, isCancelled) = state.withLock { state in
          state.open.append((Question(key: key, from: from, limit: limit), continuation))
          defer { state.askedWaiter = nil }
          return (state.askedWaiter, Task.isCancelled)
        }
        waiter?.resume()
        if isCancelled { giveUp() }
      }
    } onCancel: {
      giveUp()
    }
    return try result.get()
  }

  /// Waits until nobody waits for trades any more.
  func untilTradeQuestionsAreWithdrawn() async {
    while state.withLock({ !$0.openTrades.isEmpty }) { await Task.yield() }
  }

  /// Nobody waits for answers any more.
  private func giveUp() {
    let (open, openTrades, openBooks) = state.withLock { state in
      defer {
        state.open = []
        state.openTrades = []
        state.openBooks = []
      }
      return (state.open, state.openTrades, state.openBooks)
    }
    for question in openBooks { question.resume(returning: .failure(.unreachable("cancelled"))) }
    for question in openTrades { question.1.resume(returning: .failure(.unreachable("cancelled"))) }
    for question in open { question.1.resume(returning: .failure(.unreachable("cancelled"))) }
  }

  func subscribe(_ stream: MarketStream) -> String? {
    state.withLock { state in
      state.subscribed.append(stream)
      state.log.append("+\(Self.name(stream))")
      return state.down
    }
  }

  func unsubscribe(_ stream: MarketStream) {
    state.withLock { state in
      if let index = state.subscribed.firstIndex(of: stream) { state.subscribed.remove(at: index) }
      state.log.append("-\(Self.name(stream))")
    }
  }

  func run(deliver: @escaping @Sendable (MarketSourceEvent) -> Void) async {
    let waiter = state.withLock { state in
      state.deliver = deliver
      defer { state.deliverWaiter = nil }
      return state.deliverWaiter
    }
    waiter?.resume()
    let (forever, inlet) = AsyncStream.makeStream(of: Void.self)
    for await _ in forever {}
    inlet.finish()
  }

  private static func name(_ stream: MarketStream) -> String {
    switch stream {
    case .candles(let key): "\(key)"
    case .trades(let pair): "\(pair) trades"
    case .quotes(let pair): "\(pair) quotes"
    case .aggregates(let pair): "\(pair) aggregates"
    case .ticker(let pair): "\(pair) ticker"
    case .book(let pair): "\(pair) book"
    }
  }
}

/// A clock that a test sets.
final class ManualVenueClock: VenueClock {
  private let instant: Mutex<Instant>
  private let speed: Mutex<Double>

  init(_ instant: Instant, rate: Double = 1) {
    self.instant = Mutex(instant)
    speed = Mutex(rate)
  }

  func now() -> Instant { instant.withLock { $0 } }
  var rate: Double { speed.withLock { $0 } }
  func set(_ instant: Instant) { self.instant.withLock { $0 = instant } }
  func setRate(_ rate: Double) { speed.withLock { $0 = rate } }
}

/// Keeps what it is offered, as short texts, and lets a test wait for them.
final class RecordingSink: MarketSink {
  private struct State {
    var seen: [String] = []
    var waiter: (text: String, count: Int, continuation: CheckedContinuation<Void, Never>)?
  }

  private let state = Mutex(State())

  var seen: [String] { state.withLock { $0.seen } }

  func offer(_ event: MarketEvent) {
    let text =
      switch event {
      case .candleClosed(let key, let candle, _):
        "closed \(key.timeframe) \(candle.openTime.milliseconds / key.timeframe.milliseconds)"
      case .trade(_, let trade): "trade \(trade.id)"
      case .quote(_, let quote): "quote \(quote.bid)/\(quote.ask)"
      case .aggregateTrade(_, let trade): "aggregate \(trade.id)"
      case .ticker(_, let ticker): "ticker \(ticker.last)"
      case .bookChanged: "book"
      case .health(_, .live): "live"
      case .health(_, .degraded(let reason)): "degraded: \(reason)"
      }
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.seen.append(text)
      guard let waiter = state.waiter, waiter.text == text, state.seen.count(where: { $0 == text }) >= waiter.count
      else {
        return nil
      }
      defer { state.waiter = nil }
      return state.waiter?.continuation
    }
    waiter?.resume()
  }

  /// Waits until a text was seen so often.
  func until(_ text: String, count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isSeen = state.withLock { state in
        if state.seen.count(where: { $0 == text }) >= count { return true }
        state.waiter = (text, count, continuation)
        return false
      }
      if isSeen { continuation.resume() }
    }
  }
}
