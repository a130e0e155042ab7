// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import Metrics
import Ports
import RiskRules
import StrategyKit
import TradeEngine
import TradingModel

/// The bots of a shard, and how they are stepped. What a step changes is written before its requests are made.
struct ShardBots {
  struct Slot {
    let name: BotName
    let strategy: StrategyDefinition
    var engine: TradeEngine
  }

  /// A candle that has closed, as it came.
  private struct ClosedCandle {
    let key: SeriesKey
    let candle: Candle
    let receivedAt: ContinuousClock.Instant?
  }

  let environment: ShardEnvironment
  var slots: [BotNumber: Slot] = [:]
  /// Which bots watch a series.
  var watchers: [SeriesKey: [BotNumber]] = [:]
  /// Which bots hold something of a pair: only they need its trades.
  var holders: [Pair: Set<BotNumber>] = [:]
  var lastPrices: [Pair: Price] = [:]
  var exchange: any Exchange

  private let decisionTimer = Timer(label: "botyard_decision_duration", preferredDisplayUnit: .milliseconds)
  private let commitTimer = Timer(label: "botyard_commit_duration", preferredDisplayUnit: .milliseconds)

  typealias Steps = [(bot: BotNumber, step: EngineStep)]

  init(environment: ShardEnvironment) {
    self.environment = environment
    exchange = environment.makeExchange()
  }

  /// Handles what has come, in order. Candles that stand directly behind one another are decided together and share a
  /// commit: the disk is waited for once in a burst.
  mutating func handle(_ items: [ShardMailbox.Item]) async {
    var rest = items[...]
    while let item = rest.first {
      var candles: [ClosedCandle] = []
      while case .candleClosed(let key, let candle, let receivedAt) = rest.first {
        candles.append(ClosedCandle(key: key, candle: candle, receivedAt: receivedAt))
        rest.removeFirst()
      }
      if candles.isEmpty {
        rest.removeFirst()
        await handle(item)
      } else {
        await close(candles)
      }
    }
  }

  private mutating func handle(_ item: ShardMailbox.Item) async {
    switch item {
    case .trade(let pair, let trade): await see(trade, of: pair)
    case .quotes(let quotes): for (pair, quote) in quotes { exchange.observe(quote, of: pair) }
    case .candleClosed(let key, let candle, let receivedAt):
      await close([ClosedCandle(key: key, candle: candle, receivedAt: receivedAt)])
    case .candlesLeftOut(let key): await catchUp(with: key)
    case .health(let key, let health):
      if health == .live { refresh(key) }
      environment.observer.feedChanged(key, health, bots: watchers[key] ?? [])
    case .request(let request): await handle(request)
    }
  }

  private mutating func see(_ trade: PublicTrade, of pair: Pair) async {
    lastPrices[pair] = trade.price
    let reports = exchange.observe(trade, of: pair)
    if !reports.isEmpty { await settle(reports.compactMap { step(for: $0) }) }
    guard let bots = holders[pair], !bots.isEmpty else { return }
    let unruled = bots.filter { slots[$0]?.engine.markets[pair]?.instrument == nil }
    if !unruled.isEmpty { refreshRules(of: [pair], for: Array(unruled)) }
    await settle(bots.sorted().compactMap { step($0, .traded(pair, trade), at: trade.time) })
  }

  private mutating func close(_ candles: [ClosedCandle]) async {
    var steps: Steps = []
    for candle in candles { steps += decide(at: candle) }
    await settle(steps)
  }

  /// Steps every bot that watches a candle's series.
  private mutating func decide(at closed: ClosedCandle) -> Steps {
    let key = closed.key
    guard let bots = watchers[key] else { return [] }
    let closeTime = key.timeframe.openTime(after: closed.candle.openTime)
    let isFresh = environment.clock.now() < key.timeframe.openTime(after: closeTime)
    refreshRules(of: [key.pair], for: bots)
    let event = EngineEvent.candleClosed(key.pair, closed.candle, isFresh: isFresh)
    let steps = bots.compactMap { step($0, event, at: closeTime) }
    if let receivedAt = closed.receivedAt { decisionTimer.record(duration: ContinuousClock.now - receivedAt) }
    return steps
  }

  /// Takes the venue's rules as they are now: they may have come after the bots, and they change. What the venue does
  /// not tell stays as it was.
  mutating func refreshRules(of pairs: [Pair], for bots: [BotNumber]) {
    let instruments = environment.feed.instruments
    for pair in pairs {
      guard let rules = instruments[pair] else { continue }
      for bot in bots { slots[bot]?.engine.refresh(rules, of: pair) }
    }
  }

  /// Fetches from the shared series what the mailbox had no room for. Engines tell new candles by their open times.
  private mutating func catchUp(with key: SeriesKey) async {
    guard let bots = watchers[key], let series = environment.feed.series(key) else { return }
    let seen = bots.map { slots[$0]?.engine.markets[key.pair]?.lastCandle ?? .epoch }.min() ?? .epoch
    for candle in series.closed where candle.openTime > seen {
      await close([ClosedCandle(key: key, candle: candle, receivedAt: nil)])
    }
  }

  /// Steps the bot that a report speaks of.
  private mutating func step(for report: OrderEvent) -> (bot: BotNumber, step: EngineStep)? {
    step(report.order.bot, .order(report), at: report.time)
  }

  /// Steps one bot.
  ///
  /// - Returns: what is to be kept and asked, or nil where there is nothing or no such bot.
  mutating func step(
    _ bot: BotNumber, _ event: EngineEvent, at time: Instant
  ) -> (bot: BotNumber, step: EngineStep)? {
    let identifiers = environment.identifiers
    guard let step = slots[bot]?.engine.apply(event, at: time, identifiers: identifiers), !step.isEmpty else {
      return nil
    }
    return (bot, step)
  }

  /// Saves, then sends, until nothing more comes of it. A failure to save halts the shard, or drops the one bot whose
  /// step contradicts what is written: nothing was sent.
  ///
  /// - Returns: why the shard was halted or a bot dropped, or nil.
  @discardableResult
  mutating func settle(_ steps: Steps) async -> JournalError? {
    var pending = steps
    var refusal: JournalError?
    while !pending.isEmpty {
      if let error = await save(pending) {
        guard case .refused(let bot, _) = error else {
          halt(error)
          return error
        }
        refusal = error
        remove(bot)
        environment.observer.shardHalted([bot], error)
        pending.removeAll { $0.bot == bot }
        continue
      }
      publish(pending)
      var next: Steps = []
      for (bot, step) in pending {
        for request in step.requests {
          let now = slots[bot]?.engine.now ?? environment.clock.now()
          next += exchange.send(request, at: now).compactMap { self.step(for: $0) }
        }
      }
      pending = next
    }
    return refusal
  }

  private mutating func save(_ steps: Steps) async -> JournalError? {
    let entries = steps.compactMap { bot, step -> JournalEntry? in
      guard let slot = slots[bot], !step.changes.isEmpty else { return nil }
      return JournalEntry(bot: bot, name: slot.name, time: slot.engine.now, changes: step.changes)
    }
    if !entries.isEmpty {
      let start = ContinuousClock.now
      do { try await environment.journal.commit(entries) } catch { return error }
      commitTimer.record(duration: ContinuousClock.now - start)
    }
    return nil
  }

  /// Tells what bots have come to, now that it is on disk.
  private mutating func publish(_ steps: Steps) {
    for (bot, step) in steps { publish(bot, step.changes) }
    // A bot may have several steps: it goes when all of them are told.
    for (bot, _) in steps where slots[bot]?.engine.isFinished == true { finish(bot) }
  }

  private mutating func publish(_ bot: BotNumber, _ changes: [BotChange]) {
    indexHoldings(of: bot)
    guard let engine = slots[bot]?.engine else { return }
    environment.observer.botChanged(BotReport(bot: bot, engine: engine, changes: changes))
  }

  private mutating func finish(_ bot: BotNumber) {
    remove(bot)
    environment.observer.botFinished(bot)
  }

  mutating func remove(_ bot: BotNumber) {
    guard slots.removeValue(forKey: bot) != nil else { return }
    for key in watchers.keys { watchers[key]?.removeAll { $0 == bot } }
    watchers = watchers.filter { !$0.value.isEmpty }
    for pair in holders.keys { holders[pair]?.remove(bot) }
  }

  private mutating func indexHoldings(of bot: BotNumber) {
    guard let engine = slots[bot]?.engine else { return }
    for pair in engine.markets.keys {
      let holds = engine.trades.values.contains { $0.pair == pair }
      if holds { holders[pair, default: []].insert(bot) } else { holders[pair]?.remove(bot) }
    }
  }

  /// Drops every bot: what is in memory is ahead of what is on disk, and only that is true.
  private mutating func halt(_ error: JournalError) {
    let bots = slots.keys.sorted()
    slots = [:]
    watchers = [:]
    holders = [:]
    exchange = environment.makeExchange()
    environment.observer.shardHalted(bots, error)
  }
}
