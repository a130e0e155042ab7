// SPDX-License-Identifier: Apache-2.0
import BotModel
import BotRuntime
import ControlAPI
import Documents
import Foundation
import Indicators
import MarketData
import PaperExchange
import Ports
import StrategyKit
import Synchronization
import Testing
import TradingModel

@testable import ControlPlane
@testable import Store

/// Part of a list of the API's.
typealias ListPart = ControlAPI.PageRequest
/// Part of a list of the store's.
typealias StoredPart = Store.PageRequest

/// A store, a market, a clock and a fleet at work on them.
final class World: Sendable {
  static let start = Instant(milliseconds: 1_700_000_040_000)  // on a minute
  static let bitcoin = Pair(base: asset("BTC"), quote: asset("USDT"))
  static let ether = Pair(base: asset("ETH"), quote: asset("USDT"))
  static let admin = Caller(actor: "admin")

  let path: String
  let store: BotStore
  let feed: ScriptedFeed
  let clock = SettableClock(at: start)
  let time = HeldTime()
  /// What its strategy files hold.
  let files = ScriptedFiles()
  /// The live side of its account, where it has one.
  let account: ScriptedAccount?
  private let state: Mutex<Running>
  private let candles = Mutex<[Pair: Instant]>([:])

  private struct Running {
    var fleet: Fleet
    var tasks: [(fleet: Fleet, task: Task<Void, Never>)] = []
  }

  /// A strategy that buys at candles that rise, sells at those that fall, and fails at those of volume 13.
  static let strategy = StrategyDefinition(
    name: "scripted", summary: "Follows candles.", rules: "Up is in, down is out.",
    parameters: [
      .decimal("enter_above", default: .zero, in: Fixed(0)...Fixed(1_000_000), summary: "No entry at or below.")
    ], build: { Scripted(enterAbove: Price($0.decimal("enter_above"))) })

  struct Scripted: Strategy {
    let enterAbove: Price
    var warmUp: Int { 0 }

    var stance: Stance? { .neutral }
    mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
      if bar.volume == 13 {
        throw StrategyFailure(at: Instant(milliseconds: bar.openTime), reason: "13 is no volume")
      }
      if bar.close > bar.open, bar.close > enterAbove.value.approximated {
        return Signal(.enter, tag: "up", reason: "it rose")
      }
      if bar.close < bar.open { return Signal(.exit, tag: "down", reason: "it fell") }
      return nil
    }
  }

  init(shards: Int = 2, account: ScriptedAccount? = nil) throws {
    self.account = account
    let path = FileManager.default.temporaryDirectory.appending(path: "botyard-plane-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    self.path = path
    let store = try BotStore.open(
      at: path, newEpoch: 7, findStrategy: { $0 == Self.strategy.name ? Self.strategy : nil })
    let feed = ScriptedFeed([Self.bitcoin, Self.ether])
    self.store = store
    self.feed = feed
    state = Mutex(
      Running(fleet: Self.fleet(store, feed, clock, time, files, account, shards: shards, firstIdentifier: 1)))
  }

  var fleet: Fleet { state.withLock { $0.fleet } }

  private static func fleet(
    _ store: BotStore, _ feed: ScriptedFeed, _ clock: SettableClock, _ time: HeldTime, _ files: ScriptedFiles,
    _ account: ScriptedAccount?, killSwitch: KillSwitch = KillSwitch(), shards: Int, firstIdentifier: Int64
  ) -> Fleet {
    let library = StrategyLibrary(files: files.reader) { [strategy] + $0 }
    library.take(files.reader.load().strategies)
    let view = AccountView(name: .default, venue: "sim", credentials: account.map { _ in "a test" })
    return Fleet(
      configuration: FleetConfiguration(
        version: "1", venue: "sim", accounts: [AccountSetup(view: view, live: account?.setup)],
        allowsLive: account?.isAllowed ?? false, strategies: library,
        catalog: {
          let instruments = feed.instruments
          return SettingsCatalog(strategies: library.all, instruments: instruments.isEmpty ? nil : instruments)
        }, shardCount: shards),
      store: store, feed: feed, clock: clock, firstIdentifier: firstIdentifier,
      killSwitch: killSwitch, makeExchange: { PaperExchange(instrument: { feed.instruments[$0] }) }, time: time.time)
  }

  /// Loads the bots and sets the fleet to work.
  func begin() async throws {
    let fleet = fleet
    try await fleet.load()
    state.withLock { $0.tasks.append((fleet, Task { await fleet.run() })) }
  }

  /// Leaves the fleet as a crash does, without a word, and begins with another one on the same store.
  func crash() async throws {
    feed.forgetWatchers()
    let old = fleet
    old.close()
    for shard in old.shards { shard.close() }
    let maximum = try await store.maximumIdentifiers()
    let next = Self.fleet(
      store, feed, clock, time, files, account?.renewed(), killSwitch: KillSwitch(try await store.killSwitch()),
      shards: 3,
      firstIdentifier: 1 + max(maximum.order, maximum.trade, maximum.sequence))
    state.withLock { $0.fleet = next }
    try await begin()
  }

  func end() async {
    for (fleet, task) in state.withLock({ $0.tasks }) {
      fleet.close()
      await task.value
    }
    store.close()
    try? FileManager.default.removeItem(atPath: path)
  }

  // MARK: Bots

  func create(_ name: String, _ changes: [(String, Node)] = []) async throws {
    var members: [String: Node] = [
      "name": .string(name), "strategy": "scripted", "timeframe": "1m", "pairs": .array(["BTC/USDT"]),
      "stake_amount": "100", "dry_run_wallet": "1000",
    ]
    for (key, value) in changes { members[key] = value }
    let node = Node.object(members.sorted { $0.key < $1.key }.map { Node.Member(key: $0.key, value: $0.value) })
    let settings = try BotDraft(node).settings(catalog: await fleet.catalog)
    _ = try await fleet.createBot(settings, by: Self.admin)
  }

  @discardableResult
  func perform(_ action: BotAction, _ name: String, _ positions: HeldPositions? = nil) async throws -> BotView {
    try await fleet.perform(action, on: Self.name(name), positions: positions, live: LiveConfirmation(), by: Self.admin)
  }

  /// Starts a live bot as a person does.
  @discardableResult
  func startLive(
    _ name: String, confirm: String? = nil, reason: String? = "a test", asks: Bool = false
  ) async throws -> BotView {
    try await fleet.perform(
      .start, on: Self.name(name), positions: nil,
      live: LiveConfirmation(isToAsk: asks, name: confirm ?? name, reason: reason), by: Self.admin)
  }

  @discardableResult
  func change(_ name: String, _ patch: Node, ifGeneration generation: Int64? = nil) async throws -> BotView {
    try await fleet.changeBot(Self.name(name), BotPatch(patch), ifGeneration: generation, by: Self.admin)
  }

  func entry(_ name: String) throws -> BotEntry {
    try #require(fleet.board.entry(named: Self.name(name)))
  }

  /// Waits until something is so.
  func until(_ isSo: () async throws -> Bool) async throws {
    while try await !isSo() {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  func until(_ name: String, is phase: BotPhase) async throws {
    try await until { try entry(name).phase == phase }
  }

  /// Creates bots, starts them, and waits until they run.
  func run(_ names: String..., with changes: [(String, Node)] = []) async throws {
    for name in names {
      try await create(name, changes)
      try await perform(.start, name)
    }
    for name in names { try await until(name, is: .running) }
  }

  // MARK: The market

  static func key(_ pair: Pair = bitcoin) -> SeriesKey { SeriesKey(pair: pair, timeframe: .oneMinute) }

  /// Closes a candle; the clock stands at its end then.
  func close(_ pair: Pair = bitcoin, from open: Int, to close: Int, volume: Int = 5) {
    let time = candles.withLock { candles in
      let time = candles[pair].map { $0.advanced(byMilliseconds: 60_000) } ?? Self.start
      candles[pair] = time
      return time
    }
    clock.set(time.advanced(byMilliseconds: 60_000))
    feed.close(
      Candle(
        openTime: time, open: Price(Fixed(open)), high: Price(Fixed(max(open, close))),
        low: Price(Fixed(min(open, close))), close: Price(Fixed(close)), volume: Quantity(Fixed(volume))),
      of: Self.key(pair))
  }

  func trade(_ pair: Pair = bitcoin, at price: Int, quantity: Int = 1000) {
    feed.trade(pair, at: Price(Fixed(price)), quantity: Quantity(Fixed(quantity)), time: clock.now())
  }

  /// Has running bots buy, and waits until each holds a trade more.
  func buy(_ pair: Pair = bitcoin, at price: Int = 100, _ names: String...) async throws {
    close(pair, from: price - 1, to: price)
    for name in names { try await until { try entry(name).openOrders.values.contains { $0.terms.pair == pair } } }
    trade(pair, at: price)
    for name in names { try await until { try entry(name).openTrades.values.contains { $0.pair == pair } } }
  }

  /// Has running bots sell, and waits until they hold nothing of the pair.
  func sell(_ pair: Pair = bitcoin, at price: Int = 110, _ names: String...) async throws {
    close(pair, from: price + 1, to: price)
    for name in names { try await until { try entry(name).openOrders.values.contains { $0.terms.side == .sell } } }
    trade(pair, at: price)
    for name in names { try await until { try entry(name).openTrades.values.allSatisfy { $0.pair != pair } } }
  }

  static func name(_ text: String) -> BotName {
    guard let name = BotName(text) else { preconditionFailure("\(text) is a bot's name") }
    return name
  }

  private static func asset(_ code: String) -> Asset {
    guard let asset = Asset(code) else { preconditionFailure("\(code) is an asset's code") }
    return asset
  }
}

/// Runs a test in a world of its own.
func inWorld(
  shards: Int = 2, account: ScriptedAccount? = nil, _ body: (World) async throws -> Void
) async throws {
  let world = try World(shards: shards, account: account)
  do {
    try await world.begin()
    try await body(world)
  } catch {
    await world.end()
    throw error
  }
  await world.end()
}
