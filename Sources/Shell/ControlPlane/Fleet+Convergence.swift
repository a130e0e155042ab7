// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import ControlAPI
import Logging
import MarketData
import Ports
import Store
import StrategyKit
import TradeEngine
import TradingModel

// One path for start, restart and recovery: what is wanted of a bot against what is found.

extension Fleet {
  /// The most closed candles that a series is asked for when a bot starts.
  static let bootstrapCandles = 500

  func handle(_ signal: FleetSignal) async {
    switch signal {
    case .converge(let bot): await convergence.withTurn(bot) { await converge(bot) }
    case .finished(let bot): await finish(bot)
    case .phaseChanged(let bot): await tellPhase(of: bot)
    case .halted(let bots, let error): await recover(bots, from: error)
    }
  }

  /// Brings a bot to what is wanted of it.
  private func converge(_ number: BotNumber) async {
    guard let entry = board.entry(number) else { return }
    guard entry.wantedPermission != nil else { return await settle(entry) }
    guard !entry.hasEngine else { return await permit(number) }
    board.update(number) { if $0.stage != .stopping { $0.stage = .starting } }
    await watchMarkets(of: entry)
    await turns.withTurn(entry.record.settings.name) { await launch(number) }
  }

  /// Brings a bot's engine up where its journal ends.
  private func launch(_ number: BotNumber) async {
    guard let entry = board.entry(number), !entry.hasEngine else { return }
    guard let permission = entry.wantedPermission else { return settleNow(entry) }
    guard let strategy = strategy(of: entry) else {
      return fail(number, "there is no strategy named \(entry.record.settings.strategy)")
    }
    do {
      let history = try await store.history(of: number)
      board.update(number) { $0.hasEngine = true }
      try await shard(of: number).launch(
        BotLaunch(
          record: entry.record, permission: permission, strategy: strategy, history: history,
          pairs: entry.watchedPairs(of: history)))
      board.update(number) { $0.advance(to: permission, at: clock.now()) }
    } catch let error as JournalError {
      backOff(number, "its history can't be read: \(error)")
    } catch ShardError.halted {
      return  // the shard has reported it
    } catch {
      board.update(number) { $0.hasEngine = false }
    }
  }

  /// Tells a bot's engine what it may do now.
  private func permit(_ number: BotNumber) async {
    guard let name = board.entry(number)?.record.settings.name else { return }
    await turns.withTurn(name) {
      guard let entry = board.entry(number), entry.hasEngine else { return }
      // An engine that is not wanted any more takes its orders back and goes.
      let permission = entry.wantedPermission ?? .halting
      board.update(number) { $0.advance(to: permission, at: clock.now()) }
      _ = try? await shard(of: number).command(.permit(permission), of: number)
    }
  }

  /// A bot's engine has gone: nothing is left to do, or something new is wanted by now.
  private func finish(_ number: BotNumber) async {
    guard let name = board.entry(number)?.record.settings.name else { return }
    await turns.withTurn(name) {
      guard let entry = board.entry(number) else { return }
      board.update(number) { $0.hasEngine = false }
      if entry.record.isClosing, entry.record.state == .stopped { await endClosing(entry.record) }
      if let entry = board.entry(number), entry.wantedPermission == nil {
        settleNow(entry)
      } else {
        signal(.converge(number))
      }
    }
  }

  private func endClosing(_ record: BotRecord) async {
    var ended = record
    ended.isClosing = false
    let batch = ControlBatch(bots: [.update(ended, expecting: record.generation)])
    // Where this can't be written the bot is found flat at the next start, which says the same.
    if (try? await store.write(batch)) != nil { board.update(record.number) { $0.record = ended } }
  }

  private func settle(_ entry: BotEntry) async {
    if entry.hasEngine { await permit(entry.record.number) } else { settleNow(entry) }
  }

  /// Nothing is wanted of the bot and nothing runs: it is idle, and watches nothing.
  private func settleNow(_ entry: BotEntry) {
    let number = entry.record.number
    releaseMarkets(of: number)
    board.update(number) { entry in
      entry.stage = .idle
      entry.conditions = [:]
    }
  }

  // MARK: Markets

  /// Has a bot's series and prices watched, and returns when they are bootstrapped, or degraded.
  func watchMarkets(of entry: BotEntry) async {
    let number = entry.record.number
    let warmUp = strategy(of: entry)?.make(entry.record.settings.strategyParameters).warmUp ?? 0
    let depth = max(Self.bootstrapCandles, warmUp)
    let keys = entry.wantedSeries.filter { entry.series[$0] == nil }
    let shard = shard(of: number)
    board.update(number) { entry in
      for key in keys { entry.series[key] = .degraded(reason: "starting") }
    }
    await withDiscardingTaskGroup { group in
      for key in keys {
        group.addTask {
          self.feed.watchPrices(of: key.pair, sink: shard)
          let snapshot = await self.feed.watch(key, depth: depth, sink: shard)
          let isKnown = self.feed.instruments.isEmpty || self.feed.instruments[key.pair] != nil
          self.board.update(number) { entry in
            entry.series[key] = isKnown ? snapshot.health : .degraded(reason: "the venue does not trade the pair")
            entry.judgeMarketData(at: self.clock.now())
          }
        }
      }
    }
  }

  private func releaseMarkets(of number: BotNumber) {
    guard let entry = board.entry(number) else { return }
    let shard = shard(of: number)
    for key in entry.series.keys {
      feed.unwatch(key, sink: shard)
      feed.unwatchPrices(of: key.pair, sink: shard)
    }
    board.update(number) { $0.series = [:] }
  }

  private func strategy(of entry: BotEntry) -> StrategyDefinition? {
    configuration.catalog().strategy(named: entry.record.settings.strategy)
  }

  // MARK: What goes wrong

  private func fail(_ number: BotNumber, _ message: String) {
    board.update(number) { entry in
      entry.stage = .failed
      entry.set(.strategy, isHealthy: false, reason: "Unknown", message: message, at: clock.now())
    }
  }

  /// Waits longer with each failure, and tries again.
  private func backOff(_ number: BotNumber, _ message: String) {
    board.update(number) { entry in
      let attempts = if case .backoff(let attempts) = entry.stage { attempts + 1 } else { 1 }
      entry.hasEngine = false
      entry.stage = .backoff(attempts: attempts)
      entry.set(.storage, isHealthy: false, reason: "NotReadable", message: message, at: clock.now())
    }
    signal(.halted([number], .unavailable(message)))
  }

  /// Waits until what must be written can be, then brings the bots up again from what is on disk.
  private func recover(_ bots: [BotNumber], from error: JournalError) async {
    logger.error("trading halts for \(bots.count) bots: \(error)")
    repeat {
      do { try await Task.sleep(for: .seconds(1)) } catch { return }
    } while await store.probe() != .writable
    logger.notice("the database can be written again; \(bots.count) bots go on")
    for bot in bots {
      board.update(bot) { $0.conditions[.storage] = nil }
      signal(.converge(bot))
    }
  }

  /// Keeps and tells that a bot's phase is another one.
  private func tellPhase(of number: BotNumber) async {
    guard let entry = board.entry(number) else { return }
    let name = entry.record.settings.name
    let event = ControlEvent(type: .botPhase, bot: name, time: clock.now(), data: entry.view.node)
    do {
      try await store.write(ControlBatch(events: [event]))
    } catch {
      logger.warning("the phase of bot \(name) could not be told: \(error)")
    }
  }
}

extension BotEntry {
  /// The series that the bot needs: of its pairs, and of what it holds besides.
  var wantedSeries: [SeriesKey] {
    let held = openTrades.values.map(\.pair) + openOrders.values.map(\.terms.pair)
    return Set(record.settings.pairs + held).map { SeriesKey(pair: $0, timeframe: record.settings.timeframe) }.sorted()
  }

  /// The pairs that its engine watches when it goes on with a history.
  func watchedPairs(of history: BotHistory) -> [Pair] {
    Set(record.settings.pairs + history.openTrades.map(\.pair) + history.openOrders.map(\.terms.pair)).sorted()
  }

  /// The engine may do so much now.
  mutating func advance(to permission: TradeEngine.Permission, at now: Instant) {
    switch permission {
    case .trading, .managing: stage = .active
    case .closing, .halting: stage = .stopping
    }
    judgeMarketData(at: now)
  }
}
