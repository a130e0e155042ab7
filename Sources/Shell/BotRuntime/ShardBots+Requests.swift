// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import Ports
import StrategyKit
import TradeEngine
import TradingModel

extension ShardBots {
  mutating func handle(_ request: ShardRequest) async {
    switch request {
    case .launch(let launch, let reply): await self.launch(launch, reply)
    case .command(let bot, let command, let reply): await carryOut(command, of: bot, reply)
    case .watch(let bot, let pairs, let reply):
      guard slots[bot] != nil else { return reply.resume(.failure(.notActive)) }
      for pair in pairs { watchIfNew(pair, for: bot) }
      reply.resume(.success(()))
    case .unwatch(let bot, let pairs, let reply):
      guard slots[bot] != nil else { return reply.resume(.failure(.notActive)) }
      for pair in pairs { unwatch(pair, for: bot) }
      reply.resume(.success(()))
    case .resetDrawdown(let bot, let reply): await resetDrawdown(of: bot, reply)
    case .withdraw(let bot, let reply):
      remove(bot)
      reply.resume(.success(()))
    case .refreshInstruments:
      for (bot, slot) in slots { refreshRules(of: Array(slot.engine.markets.keys), for: [bot]) }
    }
  }

  /// Brings a bot up: its engine goes on where the journal ends, and asks what became of what was under way.
  ///
  /// An engine that is at work already is ahead of any journal that was read before: it stays, with what is allowed now.
  private mutating func launch(_ launch: BotLaunch, _ reply: ShardReply<Void>) async {
    let bot = launch.record.number
    let now = environment.clock.now()
    var recovery = EngineStep()
    if slots[bot] == nil {
      let engine = engine(of: launch, at: now)
      slots[bot] = Slot(name: launch.record.settings.name, strategy: launch.strategy, engine: engine)
      exchange.restore(launch.history.openOrders)
      recovery = engine.recover()
    }
    for pair in launch.pairs { watchIfNew(pair, for: bot) }
    if let error = await settle([(bot, recovery)]) { return reply.resume(.failure(.halted(error))) }
    let permit = EngineEvent.command(.permit(launch.permission))
    let identifiers = environment.identifiers
    let step = slots[bot]?.engine.apply(permit, at: now, identifiers: identifiers)
    if let step, let error = await settle([(bot, step)]) { return reply.resume(.failure(.halted(error))) }
    reply.resume(.success(()))
  }

  private func engine(of launch: BotLaunch, at now: Instant) -> TradeEngine {
    let (record, history) = (launch.record, launch.history)
    return TradeEngine(
      bot: record.number, settings: record.settings, permission: launch.permission,
      ledger: history.ledger ?? BotLedger(initial: record.settings.dryRunWallet, at: now),
      openTrades: history.openTrades, openOrders: history.openOrders, fills: history.fills,
      epoch: environment.epoch, feeRate: exchange.feeRate, now: now)
  }

  /// A series has healed: bots that were brought up without its past get it now.
  mutating func refresh(_ key: SeriesKey) {
    for bot in watchers[key] ?? [] {
      guard let market = slots[bot]?.engine.markets[key.pair] else { continue }
      if market.candlesSeen < market.strategy.warmUp { watch(key.pair, for: bot) }
    }
  }

  /// Begins to watch a pair, unless the bot does: a strategy that has seen candles keeps what it knows.
  private mutating func watchIfNew(_ pair: Pair, for bot: BotNumber) {
    if slots[bot]?.engine.markets[pair] == nil { watch(pair, for: bot) }
  }

  /// Begins to watch a pair for a bot, with all that the shared series knows.
  private mutating func watch(_ pair: Pair, for bot: BotNumber) {
    guard let settings = slots[bot]?.engine.settings, let strategy = slots[bot]?.strategy else { return }
    let key = SeriesKey(pair: pair, timeframe: settings.timeframe)
    let feed = environment.feed
    slots[bot]?.engine.watch(
      pair, with: strategy.make(settings.strategyParameters), instrument: feed.instruments[pair],
      history: feed.series(key)?.closed ?? [])
    if let price = feed.lastPrice(of: pair) { slots[bot]?.engine.refresh(price, of: pair) }
    if watchers[key]?.contains(bot) != true { watchers[key, default: []].append(bot) }
  }

  /// Stops watching a pair for a bot, unless it holds something of it.
  private mutating func unwatch(_ pair: Pair, for bot: BotNumber) {
    guard let timeframe = slots[bot]?.engine.settings.timeframe, slots[bot]?.engine.unwatch(pair) == true else {
      return
    }
    let key = SeriesKey(pair: pair, timeframe: timeframe)
    watchers[key]?.removeAll { $0 == bot }
    if watchers[key]?.isEmpty == true { watchers[key] = nil }
    holders[pair]?.remove(bot)
  }

  private mutating func carryOut(
    _ command: EngineCommand, of bot: BotNumber, _ reply: ShardReply<CommandResult>
  ) async {
    guard let pairs = slots[bot].map({ Array($0.engine.markets.keys) }) else {
      return reply.resume(.failure(.notActive))
    }
    for pair in pairs {
      if let price = lastPrices[pair] { slots[bot]?.engine.refresh(price, of: pair) }
    }
    refreshRules(of: pairs, for: [bot])
    let (now, identifiers) = (environment.clock.now(), environment.identifiers)
    guard let step = slots[bot]?.engine.apply(.command(command), at: now, identifiers: identifiers) else {
      return reply.resume(.failure(.notActive))
    }
    let placed = step.changes.compactMap { change -> Order? in
      guard case .order(let order) = change, step.placed.contains(order.id) else { return nil }
      return order
    }
    if let error = await settle([(bot, step)]) { return reply.resume(.failure(.halted(error))) }
    let current = slots[bot]?.engine.orders
    reply.resume(
      .success(CommandResult(orders: placed.map { current?[$0.id] ?? $0 }, refusal: step.refusal)))
  }

  private mutating func resetDrawdown(of bot: BotNumber, _ reply: ShardReply<Void>) async {
    guard slots[bot] != nil else { return reply.resume(.failure(.notActive)) }
    let step = slots[bot]?.engine.resetDrawdown() ?? EngineStep()
    if let error = await settle([(bot, step)]) { return reply.resume(.failure(.halted(error))) }
    reply.resume(.success(()))
  }
}
