// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import MarketData
import PaperExchange
import Ports
import RiskRules
import StrategyKit
import Synchronization
import Testing
import TradeEngine
import TradingModel

let bitcoin = Pair("BTC/USDT")!
let ether = Pair("ETH/USDT")!
let start = Instant("2026-11-20T12:00:00Z")!

/// What happened, in the order in which it did.
final class Diary: Sendable {
  private let lines = Mutex<[String]>([])

  func write(_ line: String) { lines.withLock { $0.append(line) } }

  var all: [String] { lines.withLock { $0 } }

  /// The lines since the last call.
  func take() -> [String] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}

/// A clock that a test sets.
final class ManualClock: VenueClock {
  private let time = Mutex(start)

  let rate = 1.0

  func now() -> Instant { time.withLock { $0 } }

  func set(_ instant: Instant) { time.withLock { $0 = instant } }
}

/// Keeps what is committed as a fold, and fails when it is told to.
final class ScriptedJournal: Journal {
  fileprivate struct State {
    var ledgers: [BotNumber: BotLedger] = [:]
    var trades: [BotNumber: [TradeID: Trade]] = [:]
    var orders: [BotNumber: [OrderID: Order]] = [:]
    var fills: [BotNumber: [Fill]] = [:]
    var failure: JournalError?
    var commitsUntilFailure = 0
    var faulty: BotNumber?
  }

  private let state = Mutex(State())
  private let isHeld = Atomic(false)
  private let arrivals = AsyncStream.makeStream(of: Void.self)
  private let departures = AsyncStream.makeStream(of: Void.self)
  private let diary: Diary

  init(diary: Diary) { self.diary = diary }

  /// Makes commits wait until ``release()``.
  func hold() { isHeld.store(true, ordering: .sequentiallyConsistent) }

  /// Returns when a commit waits.
  func commitWaits() async {
    for await _ in arrivals.stream { return }
  }

  /// Lets the commit that waits go on, and those that follow.
  func release() {
    isHeld.store(false, ordering: .sequentiallyConsistent)
    departures.continuation.yield()
  }

  /// Makes every commit fail that has to do with a bot.
  func fail(_ error: JournalError, of bot: BotNumber) {
    state.withLock {
      $0.failure = error
      $0.faulty = bot
    }
  }

  /// Makes the commit after so many others fail, and all that follow.
  func fail(_ error: JournalError?, after commits: Int = 0) {
    state.withLock {
      $0.failure = error
      $0.commitsUntilFailure = commits
    }
  }

  func commit(_ entries: [JournalEntry]) async throws(JournalError) {
    if isHeld.load(ordering: .sequentiallyConsistent) {
      arrivals.continuation.yield()
      for await _ in departures.stream { break }
    }
    let failure = state.withLock { state -> JournalError? in
      let isConcerned = state.faulty.map { bot in entries.contains { $0.bot == bot } } ?? true
      if let failure = state.failure, isConcerned {
        guard state.commitsUntilFailure > 0 else { return failure }
        state.commitsUntilFailure -= 1
      }
      for entry in entries {
        for change in entry.changes { state.take(change, of: entry.bot) }
      }
      return nil
    }
    if let failure { throw failure }
    diary.write("commit " + entries.map { "\($0.bot.value)" }.joined(separator: ","))
  }

  func order(_ id: ClientOrderID) async throws(JournalError) -> RecalledOrder? {
    state.withLock { state in
      state.orders[id.bot]?.values.first { $0.clientOrderID == id }.map { order in
        RecalledOrder(
          order: order, fills: (state.fills[id.bot] ?? []).filter { $0.order == order.id }.map(\.id))
      }
    }
  }

  func history(of bot: BotNumber) async throws(JournalError) -> BotHistory { kept(of: bot) }

  func kept(of bot: BotNumber) -> BotHistory {
    state.withLock { state in
      let orders = (state.orders[bot] ?? [:]).values.filter { !$0.status.isFinal }.sorted { $0.id < $1.id }
      return BotHistory(
        ledger: state.ledgers[bot], openTrades: (state.trades[bot] ?? [:]).values.sorted { $0.id < $1.id },
        openOrders: orders, fills: (state.fills[bot] ?? []).filter { fill in orders.contains { $0.id == fill.order } })
    }
  }

  /// How many orders of a bot were ever kept.
  func orderCount(of bot: BotNumber) -> Int { state.withLock { $0.orders[bot]?.count ?? 0 } }
}

extension ScriptedJournal.State {
  fileprivate mutating func take(_ change: BotChange, of bot: BotNumber) {
    switch change {
    case .order(let order): orders[bot, default: [:]][order.id] = order
    case .fill(let fill): fills[bot, default: []].append(fill)
    case .trade(let trade): trades[bot, default: [:]][trade.id] = trade.isOpen ? trade : nil
    case .ledger(let ledger): ledgers[bot] = ledger
    case .signal, .decision, .notice: break
    }
  }
}

/// A market whose series a test fills; nothing else may be asked of it.
final class ScriptedFeed: MarketFeed {
  private let closed = Mutex<[SeriesKey: [Candle]]>([:])

  var instruments: [Pair: InstrumentRules] {
    [bitcoin: InstrumentRules(pair: bitcoin), ether: InstrumentRules(pair: ether)]
  }

  func append(_ candle: Candle, to key: SeriesKey) { closed.withLock { $0[key, default: []].append(candle) } }

  func series(_ key: SeriesKey) -> SeriesSnapshot? {
    SeriesSnapshot(closed: closed.withLock { $0[key] ?? [] }, current: nil, health: .live)
  }

  func lastTrade(of pair: Pair) -> PublicTrade? {
    PublicTrade(id: 1, time: .epoch, price: Price(100), quantity: Quantity(1), isBuyerMaker: false)
  }

  func quote(of pair: Pair) -> Quote? { unexpected(nil) }

  func fetchQuote(of pair: Pair) async throws(FeedError) -> Quote? { unexpected(nil) }

  func watch(_ key: SeriesKey, depth: Int, sink: any MarketSink) async -> SeriesSnapshot {
    unexpected(SeriesSnapshot(closed: [], current: nil, health: .live))
  }

  func unwatch(_ key: SeriesKey, sink: any MarketSink) { unexpected(()) }

  func watchPrices(of pair: Pair, sink: any MarketSink) { unexpected(()) }

  func unwatchPrices(of pair: Pair, sink: any MarketSink) { unexpected(()) }

  func candles(_ key: SeriesKey, from: Instant?, to: Instant?, limit: Int) async throws(FeedError) -> [Candle] {
    unexpected([])
  }

  private func unexpected<Value>(_ value: Value, _ function: String = #function) -> Value {
    Issue.record("a shard does not call \(function)")
    return value
  }
}

/// The paper exchange, with a diary of what is sent.
struct RecordedExchange: Exchange {
  var paper: PaperExchange
  let diary: Diary

  var feeRate: Ratio { paper.feeRate }

  mutating func send(_ request: OrderRequest, at now: Instant) -> [OrderEvent] {
    switch request {
    case .place(_, let id): diary.write("place \(id.bot.value)")
    case .cancel(let id, _): diary.write("cancel \(id.bot.value)")
    case .query(let id, _): diary.write("query \(id.bot.value)")
    }
    return paper.send(request, at: now)
  }

  mutating func observe(_ trade: PublicTrade, of pair: Pair) -> [OrderEvent] { paper.observe(trade, of: pair) }

  mutating func observe(_ quote: Quote, of pair: Pair) {
    diary.write("quote \(quote.bid)")
    paper.observe(quote, of: pair)
  }

  mutating func restore(_ orders: [Order]) { paper.restore(orders) }
}

/// Writes down what a shard tells, and keeps the last report of each bot.
final class RecordingObserver: ShardObserver {
  private let diary: Diary
  private let reports = Mutex<[BotNumber: BotReport]>([:])
  private let told = Mutex<[BotNumber: [BotChange]]>([:])

  init(diary: Diary) { self.diary = diary }

  func standing(of bot: BotNumber) -> BotStanding? { reports.withLock { $0[bot]?.standing } }

  /// Everything that was told of a bot, in order.
  func changes(of bot: BotNumber) -> [BotChange] { told.withLock { $0[bot] ?? [] } }

  func botChanged(_ report: BotReport) {
    reports.withLock { $0[report.bot] = report }
    told.withLock { $0[report.bot, default: []] += report.changes }
  }

  func botFinished(_ bot: BotNumber) { diary.write("finished \(bot.value)") }

  func feedChanged(_ key: SeriesKey, _ health: FeedHealth, bots: [BotNumber]) {
    diary.write("feed \(health) \(bots.map(\.value))")
  }

  func accountChanged(_ account: AccountName, hold: String?, bots: [BotNumber]) {
    diary.write("account \(account) \(hold ?? "free") \(bots.map(\.value))")
  }

  func shardHalted(_ bots: [BotNumber], _ error: JournalError) {
    diary.write("halted \(bots.map(\.value)) \(error)")
  }
}
