// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import ControlAPI
import Logging
import MarketData
import Ports
import Store
import StrategyKit
import Synchronization
import TradeEngine
import TradingModel

// One path for start, restart and recovery: what is wanted of a bot against what is found.

extension Fleet {
  func handle(_ signal: FleetSignal) async {
    switch signal {
    case .converge(let bot): await convergence.withTurn(bot) { await converge(bot) }
    case .finished(let bot): await convergence.withTurn(bot) { await finish(bot) }
    case .phaseChanged(let bot): await telling.withTurn(bot) { await tellPhase(of: bot) }
    case .openAccount(let account): await openAccountAtStart(account)
    case .runAccount(let account): await runAccount(account)
    case .halted(let bots, let error): await recover(bots, from: error)
    case .retry(let bot, let delay): await retry(bot, after: delay)
    }
  }

  /// Brings a bot to what is wanted of it. What takes long, the history of its markets, is fetched before its turn.
  private func converge(_ number: BotNumber) async {
    guard var entry = board.entry(number) else { return releaseMarkets(of: number, keeping: []) }
    if entry.wantedPermission != nil {
      entry.inputs = strategy(of: entry)?.make(entry.record.settings.strategyParameters).inputs ?? []
      board.update(number) { [inputs = entry.inputs] in $0.inputs = inputs }
      await watchMarkets(of: entry)
    }
    await turns.withTurn(entry.record.settings.name) { await advance(number) }
  }

  /// Takes the step that is due. Called in the bot's turn: nobody changes what is wanted meanwhile.
  private func advance(_ number: BotNumber) async {
    guard let entry = board.entry(number) else { return releaseMarkets(of: number, keeping: []) }
    guard entry.wantedPermission != nil else {
      return entry.hasEngine ? await direct(entry) : settle(number)
    }
    // Where other markets are wanted by now they are watched first.
    guard board.watched(for: number).isSuperset(of: entry.wantedSeries) else { return signal(.converge(number)) }
    if entry.hasEngine { await direct(entry) } else { await launch(entry) }
    guard let entry = board.entry(number) else { return }
    releaseMarkets(of: number, keeping: entry.engineSeries.union(entry.wantedSeries))
  }

  /// Brings a bot's engine up where its journal ends.
  private func launch(_ entry: BotEntry) async {
    let number = entry.record.number
    guard let permission = entry.wantedPermission else { return }
    guard let strategy = strategy(of: entry) else {
      return fail(number, "there is no strategy named \(entry.record.settings.strategy)")
    }
    if let account = entry.record.settings.liveAccount, openAccounts.withLock({ $0[account] }) == nil {
      return await waitForAccount(account, number)
    }
    board.update(number) { $0.stage = permission.isForWork ? .starting : .stopping }
    do {
      let history = try await history(of: entry, with: strategy)
      let series = entry.ownSeries
      board.update(number) { $0.hasEngine = true }
      try await shard(of: number).launch(
        BotLaunch(
          record: entry.record, permission: permission, strategy: strategy, history: history,
          pairs: series.map(\.pair)))
      judgeMarkets(of: number)
      board.update(number) { $0.hasStarted(permission, watching: Set(series)) }
    } catch let error as JournalError {
      backOff(number, "its history can't be read: \(error.sentence)")
    } catch ShardError.halted {
      return  // The shard has reported it.
    } catch {
      loseEngine(of: number)
    }
  }

  /// Where a bot's engine left off, with the closed trades that its strategy's protections look at.
  private func history(
    of entry: BotEntry, with strategy: StrategyDefinition
  ) async throws(JournalError) -> BotHistory {
    let number = entry.record.number
    var history = try await store.history(of: number)
    if entry.record.settings.liveAccount != nil { history.dust = try await store.dust(of: number) }
    let horizon = strategy.settings.protectionHorizon(on: entry.record.settings.timeframe)
    guard horizon > 0 else { return history }
    let start = clock.now().advanced(byMilliseconds: -horizon)
    history.closedTrades = try await store.closedTrades(of: number, since: start)
    return history
  }

  /// Tells a bot's engine what it may do and which pairs to watch now. Called in the bot's turn.
  func direct(_ entry: BotEntry) async {
    let number = entry.record.number
    let shard = shard(of: number)
    let wanted = Set(entry.ownSeries).intersection(board.watched(for: number))
    // An engine that is not wanted any more takes its orders back and goes.
    let permission = entry.wantedPermission ?? .halting
    do {
      let new = wanted.subtracting(entry.engineSeries).map(\.pair).sorted()
      if !new.isEmpty, entry.wantedPermission != nil { try await shard.watch(new, for: number) }
      let old = entry.engineSeries.subtracting(wanted).map(\.pair).sorted()
      if !old.isEmpty { try await shard.unwatch(old, for: number) }
      _ = try await shard.command(.permit(permission), of: number)
      judgeMarkets(of: number)
      board.update(number) { $0.hasStarted(permission, watching: wanted) }
    } catch {
      // It has gone in the meantime, which is reported, as a halt is; or the server goes down.
      logger.debug("bot \(number.value) could not be directed: \(error)")
    }
  }

  /// A bot's engine has gone: nothing is left to do, or something new is wanted by now.
  private func finish(_ number: BotNumber) async {
    guard let name = board.entry(number)?.record.settings.name else { return }
    await turns.withTurn(name) {
      // The news may be old, and another engine at work: it goes as well, and comes back if it is wanted.
      try? await shard(of: number).withdraw(number)
      loseEngine(of: number)
      if let entry = board.entry(number), entry.record.isClosing, entry.isFlat { await endClosing(entry.record) }
      await advance(number)
    }
  }

  private func endClosing(_ record: BotRecord) async {
    var ended = record
    ended.isClosing = false
    let batch = ControlBatch(bots: [.update(ended, expecting: record.generation)])
    // Where this can't be written the bot is found flat at the next start, which says the same.
    if (try? await store.write(batch)) != nil { board.update(record.number) { $0.record = ended } }
  }

  /// Nothing is wanted of the bot and nothing runs: it is idle, and watches nothing.
  private func settle(_ number: BotNumber) {
    releaseMarkets(of: number, keeping: [])
    board.update(number) { entry in
      entry.stage = .idle
      entry.failuresInRow = 0
      entry.conditions = [:]
    }
  }

  func loseEngine(of number: BotNumber) {
    board.update(number) { $0.loseEngine() }
  }

  func strategy(of entry: BotEntry) -> StrategyDefinition? {
    configuration.catalog().strategy(named: entry.record.settings.strategy)
  }
}

extension BotEntry {
  /// The series that the bot needs: its own, and what its strategy reads beside each.
  var wantedSeries: [SeriesKey] {
    let own = ownSeries
    guard !inputs.isEmpty else { return own }
    return Set(own + own.flatMap { key in inputs.map { $0.key(beside: key) } }).sorted()
  }

  /// The series of its pairs, and of what it holds besides.
  var ownSeries: [SeriesKey] {
    let held = openTrades.values.map(\.pair) + openOrders.values.map(\.terms.pair)
    return Set(record.settings.pairs + held).map { SeriesKey(pair: $0, timeframe: record.settings.timeframe) }.sorted()
  }

  /// Its engine is at work and may do so much; unless it was lost in the same moment.
  mutating func hasStarted(_ permission: TradeEngine.Permission, watching series: Set<SeriesKey>) {
    guard hasEngine else { return }
    engineSeries = series
    stage = permission.isForWork ? .active : .stopping
    conditions[.storage] = nil
  }

  /// No shard has its engine any more.
  mutating func loseEngine() {
    hasEngine = false
    engineSeries = []
  }
}

extension TradeEngine.Permission {
  /// Whether the engine stays until it is told otherwise.
  fileprivate var isForWork: Bool {
    switch self {
    case .trading, .managing: true
    case .closing, .halting: false
    }
  }
}
