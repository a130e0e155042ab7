// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import ControlPlane
import Foundation
import Logging
import MarketData
import MarketHub
import PaperExchange
import Ports
import Store
import Strategies
import TradingModel

/// Hub, fleet and database as `botd` wires them, with a scripted source in the venue's place.
struct FleetUnderTest {
  let source: FrameSource
  let clock: SteppedClock
  let hub: MarketHub
  let store: BotStore
  let fleet: Fleet

  /// Opens a database in a folder and wires everything to it.
  init(market: SampleMarket, folder: String, shards: Int) async throws {
    let source = FrameSource(history: market.history)
    // A while after the last candle of the history has closed, so that the hub takes it for closed.
    let clock = SteppedClock(market.start.advanced(byMilliseconds: 5000))
    var log = Logger(label: "botbench")
    log.logLevel = .warning
    let hub = MarketHub(of: "bench", source: source, clock: clock, log: log)
    (self.source, self.clock, self.hub) = (source, clock, hub)
    store = try BotStore.open(at: folder, newEpoch: 1) { try? BuiltInStrategies.definition(named: $0) }
    fleet = Fleet(
      configuration: FleetConfiguration(
        version: "bench",
        venue: "bench",
        accounts: [AccountSetup(view: AccountView(name: .default, venue: "bench", credentials: nil))],
        strategies: StrategyLibrary { BuiltInStrategies.all(with: $0) },
        catalog: { SettingsCatalog(strategies: BuiltInStrategies.all, instruments: hub.instruments) },
        shardCount: shards),
      store: store, feed: hub, clock: clock, firstIdentifier: 1,
      makeExchange: { PaperExchange { hub.instruments[$0] } })
  }

  /// Runs the feed and the fleet while the body does something with them.
  func running<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await hub.run() }
      group.addTask { await fleet.run() }
      await hub.waitUntilInstruments()
      let value = try await body()
      fleet.close()
      group.cancelAll()
      return value
    }
  }

  /// Keeps bots that are wanted to run, has them picked up, and returns when all of them run.
  func launch(_ bots: [BotRecord]) async throws {
    try await store.write(ControlBatch(bots: bots.map { .insert($0) }))
    try await fleet.load()
    for bot in bots {
      while try await !isRunning(bot.settings.name) { try await Task.sleep(for: .milliseconds(20)) }
    }
  }

  private func isRunning(_ bot: BotName) async throws -> Bool {
    let document = try await fleet.bot(bot)
    return String(decoding: document.body, as: UTF8.self).contains("\"phase\":\"running\"")
  }
}

/// A market of some pairs: candles that have closed, and the frames of those to come.
struct SampleMarket {
  /// How many candles have closed before the start.
  static let historyCount = 1000
  static let timeframe = SampleBots.timeframe

  /// The venue's time at the start.
  let start: Instant
  let pairs: [Pair]
  let history: [Pair: [Candle]]
  /// The frames to come: for each round and pair a candle that closes and a trade that follows.
  let rounds: [[(candle: [UInt8], trade: [UInt8])]]

  init(pairs: [Pair], rounds count: Int) {
    let first = Instant(milliseconds: 1_780_000_020_000)
    let start = Self.timeframe.openTime(first, offset: Self.historyCount)
    var walks = pairs.indices.map { PriceWalk(seed: UInt64($0 + 1)) }
    var history: [Pair: [Candle]] = [:]
    for (index, pair) in pairs.enumerated() {
      history[pair] = (0..<Self.historyCount).map { offset in
        walks[index].next(openingAt: Self.timeframe.openTime(first, offset: offset))
      }
    }
    rounds = (0..<count).map { round in
      let openTime = Self.timeframe.openTime(start, offset: round)
      return pairs.indices.map { index in
        let candle = walks[index].next(openingAt: openTime)
        let trade = PublicTrade(
          id: Int64(round + 1), time: Self.timeframe.openTime(openTime, offset: 1).advanced(byMilliseconds: 1000),
          price: candle.close, quantity: Quantity(1_000_000), isBuyerMaker: round.isMultiple(of: 2))
        let key = SeriesKey(pair: pairs[index], timeframe: Self.timeframe)
        return (StreamFrames.closed(candle, of: key), StreamFrames.trade(trade, of: pairs[index]))
      }
    }
    self.pairs = pairs
    self.history = history
    self.start = start
  }

  /// When the candles of a round close.
  func closeTime(of round: Int) -> Instant { Self.timeframe.openTime(start, offset: round + 1) }
}
