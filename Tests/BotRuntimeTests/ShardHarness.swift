// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import MarketData
import PaperExchange
import Ports
import StrategyKit
import Synchronization
import TradeEngine
import TradingModel

@testable import TestKit

/// A shard with doubles around it. Events are offered first, then awaited by ``BotShard`` answering a request.
struct ShardHarness: Sendable {
  let diary = Diary()
  let clock = ManualClock()
  let feed = ScriptedFeed()
  let idle = IdleDecisions()
  let journal: ScriptedJournal
  let observer: RecordingObserver
  let numbers = Numbers()
  let shard: BotShard

  init(capacity: Int = 1000) {
    let diary = diary
    journal = ScriptedJournal(diary: diary)
    observer = RecordingObserver(diary: diary)
    let numbers = numbers
    shard = BotShard(
      environment: ShardEnvironment(
        clock: clock, feed: feed, journal: journal, diary: idle, identifiers: IdentifierSource { numbers.next() },
        epoch: 1,
        makeExchange: {
          RecordedExchange(
            paper: PaperExchange(feeRate: .zero) { InstrumentRules(pair: $0) }, diary: diary)
        },
        observer: observer),
      capacity: capacity)
  }

  /// Runs the shard while a body drives it, then closes it and waits for its end.
  static func run(
    capacity: Int = 1000, _ body: @Sendable (ShardHarness) async throws -> Void
  ) async throws {
    let harness = ShardHarness(capacity: capacity)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await harness.shard.run() }
      defer { harness.shard.close() }
      try await body(harness)
    }
  }

  func launch(
    _ number: Int64, permission: TradeEngine.Permission = .trading, pairs: [Pair] = [bitcoin],
    strategy: StrategyDefinition = ScriptedStrategy.definition
  ) async throws {
    let bot = BotNumber(number)
    let record = BotRecord(
      number: bot, settings: try Self.settings(number, pairs: pairs), state: .running, generation: 1, createdAt: start,
      updatedAt: start)
    try await shard.launch(
      BotLaunch(
        record: record, permission: permission, strategy: strategy, history: journal.kept(of: bot),
        pairs: pairs))
  }

  static func settings(_ number: Int64, pairs: [Pair]) throws -> BotSettings {
    BotSettings(
      name: BotName("bot-\(number)")!, description: "", mode: .dryRun, account: .default, strategy: "scripted",
      strategyParameters: try ScriptedStrategy.definition.values(), timeframe: .fiveMinutes, pairs: pairs,
      pairBlacklist: [], stakeCurrency: Asset("USDT")!, stakeAmount: .fixed(Money(100)), maxOpenTrades: 2,
      dryRunWallet: Money(1000), risk: RiskLimits(), exits: .standard)
  }

  /// Waits until the shard has done everything that was offered before: requests are answered in their turn.
  func settled() async { try? await shard.watch([], for: BotNumber(0)) }

  static func candle(_ index: Int, _ line: ScriptedStrategy.Line = .nothing, close: Int = 100) -> Candle {
    let close = Price(Fixed(close))
    return Candle(
      openTime: start.advanced(byMilliseconds: Int64(index) * 300_000), open: close, high: close, low: close,
      close: close, volume: Quantity(Fixed(line.rawValue)))
  }

  /// Closes a candle: it stands in the series, the clock has come so far, and the shard is told.
  func close(_ index: Int, _ line: ScriptedStrategy.Line = .nothing, of pair: Pair = bitcoin, close: Int = 100) {
    let key = SeriesKey(pair: pair, timeframe: .fiveMinutes)
    let candle = Self.candle(index, line, close: close)
    clock.set(candle.openTime.advanced(byMilliseconds: 300_000))
    feed.append(candle, to: key)
    shard.offer(.candleClosed(key, candle, receivedAt: nil))
  }

  /// Lets somebody trade now.
  func trade(_ price: Int, _ quantity: Int = 10, of pair: Pair = bitcoin) {
    shard.offer(
      .trade(
        pair,
        PublicTrade(
          id: 1, time: clock.now(), price: Price(Fixed(price)), quantity: Quantity(Fixed(quantity)),
          isBuyerMaker: false)))
  }

  /// How a bot was told to stand last.
  func standing(_ number: Int64) -> BotStanding? { observer.standing(of: BotNumber(number)) }
}

/// Why bots did nothing.
final class IdleDecisions: Ports.Diary {
  private let lines = Mutex<[String]>([])

  func note(_ decision: Decision, of bot: BotNumber) {
    lines.withLock { $0.append("\(bot.value) \(decision.pair) \(decision.rule): \(decision.detail)") }
  }

  /// The lines since the last call.
  func take() -> [String] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}

/// Counts from 1.
final class Numbers: Sendable {
  private let last = Atomic<Int64>(0)

  /// How many were given.
  var given: Int64 { last.load(ordering: .acquiring) }

  func next() -> Int64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}
