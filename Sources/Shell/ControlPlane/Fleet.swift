// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
public import ControlAPI
import Logging
import MarketData
public import Ports
import RiskRules
public import Store
import StrategyKit
import Synchronization
import TradeEngine
import TradingModel

/// What the fleet is set up with.
public struct FleetConfiguration: Sendable {
  /// The server's version.
  public var version: String
  /// The venue's name.
  public var venue: String
  /// The accounts, each once.
  public var accounts: [AccountSetup]
  /// Whether bots may trade with real money.
  public var allowsLive: Bool
  /// Every strategy.
  public var strategies: StrategyLibrary
  /// What bots' settings may name.
  public var catalog: @Sendable () -> SettingsCatalog
  /// How many shards step the bots; about one per core.
  public var shardCount: Int
  /// How well the market feed is, or nil where it doesn't tell.
  public var feedReport: @Sendable () -> FeedReport?

  /// What the fleet is set up with.
  public init(
    version: String, venue: String, accounts: [AccountSetup], allowsLive: Bool = false, strategies: StrategyLibrary,
    catalog: @escaping @Sendable () -> SettingsCatalog, shardCount: Int,
    feedReport: @escaping @Sendable () -> FeedReport? = { nil }
  ) {
    self.version = version
    self.venue = venue
    self.accounts = accounts
    self.allowsLive = allowsLive
    self.strategies = strategies
    self.catalog = catalog
    self.shardCount = shardCount
    self.feedReport = feedReport
  }
}

/// All bots: as they are wanted, which is kept in the store, and as they are found, which shards report.
///
/// Writes put down what is wanted and return; ``run()`` brings bots there, by one path for start, restart and recovery.
public final class Fleet: Sendable {
  let configuration: FleetConfiguration
  let store: BotStore
  let feed: any MarketFeed
  let clock: any VenueClock
  let time: MonotonicTime
  let board: FleetBoard
  let shards: [BotShard]
  let diary: DecisionDiary
  let killSwitch: KillSwitch
  /// Who turns the kill switch.
  let killTurns = Turnstile<Int>()
  /// Who opens a live account.
  let accountTurns = Turnstile<AccountName>()
  /// What is known of the live accounts that are open.
  let openAccounts = Mutex<[AccountName: KeyVerdict]>([:])
  let logger: Logger
  /// Who writes a bot's record or drives its engine.
  let turns = Turnstile<BotName>()
  /// Who brings a bot to what is wanted of it; taken before a turn.
  let convergence = Turnstile<BotNumber>()
  /// Who loads strategy files.
  let reloading = Turnstile<Int>()
  /// Who tells a bot's phase.
  let telling = Turnstile<BotNumber>()
  let performanceCache = PerformanceCache()
  let analysisCache: AnalysisCache
  let isLoaded = Atomic(false)
  /// Bots that are kept and wanted to run, but can't be read.
  let unreadable = Mutex<[BotName]>([])
  /// Live bots that can't be read: what they own is not known.
  let unreadableLive = Mutex<[BotName]>([])

  let signals: AsyncStream<FleetSignal>
  let signal: @Sendable (FleetSignal) -> Void
  private let endSignals: @Sendable () -> Void

  /// A fleet whose bots are loaded by ``load()``.
  ///
  /// - Parameters:
  ///   - firstIdentifier: the first number that no order, trade or client order has had.
  ///   - killSwitch: the switch as it was left.
  ///   - makeExchange: makes the exchange that the dry-run bots of a shard trade at.
  ///   - time: the monotonic clock, on which is waited before something is tried again.
  public init(
    configuration: FleetConfiguration, store: BotStore, feed: any MarketFeed, clock: any VenueClock,
    firstIdentifier: Int64, killSwitch: KillSwitch = KillSwitch(),
    makeExchange: @escaping @Sendable () -> any Exchange, time: MonotonicTime = .system
  ) {
    self.configuration = configuration
    self.store = store
    self.feed = feed
    self.clock = clock
    self.time = time
    self.killSwitch = killSwitch
    analysisCache = AnalysisCache(feed: feed, clock: clock, time: time)
    logger = Logger(label: "botyard.fleet")
    let (signals, continuation) = AsyncStream.makeStream(of: FleetSignal.self)
    self.signals = signals
    signal = { continuation.yield($0) }
    endSignals = { continuation.finish() }
    let board = FleetBoard(clock: clock, signal: signal)
    self.board = board
    let numbers = IdentifierCounter(first: firstIdentifier)
    diary = DecisionDiary(store: store)
    let environment = ShardEnvironment(
      clock: clock, feed: feed, journal: store, diary: diary, identifiers: IdentifierSource { numbers.next() },
      epoch: store.epoch, killSwitch: killSwitch,
      makeExchange: makeExchange, observer: board)
    shards = (0..<max(1, configuration.shardCount)).map { _ in BotShard(environment: environment) }
  }

  /// Loads every bot that is kept, and picks up those that are wanted to run.
  public func load() async throws(StoreReadError) {
    let catalog = try await store.bots()
    let histories = try await store.histories(of: catalog.records.map(\.number))
    let maximum = try await store.maximumIdentifiers()
    for bot in catalog.unreadable { logger.error("bot \(bot.name) can't be read: \(bot.problem)") }
    unreadable.withLock { $0 = catalog.unreadable.filter(\.state.isActive).map(\.name) }
    unreadableLive.withLock { $0 = catalog.unreadable.filter(\.isLive).map(\.name) }
    board.load(
      catalog.records.map { BotEntry(record: $0, history: histories[$0.number]) }, lastNumber: maximum.bot)
    for account in liveAccountsInUse() { signal(.openAccount(account)) }
    for record in catalog.records { pickUp(record.number) }
    isLoaded.store(true, ordering: .releasing)
  }

  /// Marks a bot that is wanted to run as starting, and has it brought up.
  private func pickUp(_ number: BotNumber) {
    guard let entry = board.entry(number), entry.wantedPermission != nil else { return }
    board.update(number) { $0.stage = .starting }
    signal(.converge(number))
  }

  /// Brings bots to what is wanted of them, until ``close()``.
  public func run() async {
    await withDiscardingTaskGroup { group in
      for shard in shards { group.addTask { await shard.run() } }
      group.addTask { await self.diary.run() }
      for await signal in signals {
        group.addTask { await self.handle(signal) }
      }
      for shard in shards { shard.close() }
      // Whoever waits to try something again does not.
      group.cancelAll()
    }
    await diary.flush()
  }

  /// Ends ``run()``: what has been begun is finished, nothing new is.
  public func close() {
    endSignals()
  }

  /// The shard of a bot: all live bots of an account are in one, so that it is reserved where it is decided.
  func shard(of bot: BotNumber) -> BotShard {
    guard let account = board.entry(bot)?.record.settings.liveAccount else {
      return shards[Int(bot.value % Int64(shards.count))]
    }
    return shard(of: account)
  }
}

/// Counts upwards for everybody who asks.
private final class IdentifierCounter: Sendable {
  private let value: Atomic<Int64>

  init(first: Int64) { value = Atomic(first) }

  func next() -> Int64 { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}
