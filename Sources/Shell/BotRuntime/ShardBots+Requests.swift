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
      for pair in pairs { watch(pair, for: bot) }
      reply.resume(.success(()))
    case .resetDrawdown(let bot, let reply): await resetDrawdown(of: bot, reply)
    case .withdraw(let bot, let reply):
      remove(bot)
      reply.resume(.success(()))
    case .refreshInstruments:
      let instruments = environment.feed.instruments
      for bot in slots.keys {
        guard let pairs = slots[bot]?.engine.markets.keys else { continue }
        for pair in Array(pairs) { slots[bot]?.engine.refresh(instruments[pair], of: pair) }
      }
    }
  }

  /// Brings a bot up: its engine goes on where the journal ends, and asks what became of what was under way.
  private mutating func launch(_ launch: BotLaunch, _ reply: ShardReply<Void>) async {
    let record = launch.record
    let now = environment.clock.now()
    let engine = TradeEngine(
      bot: record.number, settings: record.settings, permission: launch.permission,
      ledger: launch.history.ledger ?? BotLedger(initial: record.settings.dryRunWallet, at: now),
      openTrades: launch.history.openTrades, openOrders: launch.history.openOrders, fills: launch.history.fills,
      epoch: environment.epoch, feeRate: exchange.feeRate, now: now)
    remove(record.number)
    slots[record.number] = Slot(name: record.settings.name, strategy: launch.strategy, engine: engine)
    for pair in launch.pairs { watch(pair, for: record.number) }
    exchange.restore(launch.history.openOrders)
    if let error = await settle([(record.number, engine.recover())]) { return reply.resume(.failure(.halted(error))) }
    let permit = EngineEvent.command(.permit(launch.permission))
    if let step = self.step(record.number, permit, at: now), let error = await settle([step]) {
      return reply.resume(.failure(.halted(error)))
    }
    reply.resume(.success(()))
  }

  /// A series has healed: bots that were brought up without its past, or without the pair's rules, get them now.
  mutating func refresh(_ key: SeriesKey) {
    let instrument = environment.feed.instruments[key.pair]
    for bot in watchers[key] ?? [] {
      guard let market = slots[bot]?.engine.markets[key.pair] else { continue }
      slots[bot]?.engine.refresh(instrument, of: key.pair)
      if market.candlesSeen < market.strategy.warmUp { watch(key.pair, for: bot) }
    }
  }

  /// Begins to watch a pair for a bot, with all that the shared series knows.
  private mutating func watch(_ pair: Pair, for bot: BotNumber) {
    guard let slot = slots[bot] else { return }
    let key = SeriesKey(pair: pair, timeframe: slot.engine.settings.timeframe)
    let feed = environment.feed
    slots[bot]?.engine.watch(
      pair, with: slot.strategy.make(slot.engine.settings.strategyParameters), instrument: feed.instruments[pair],
      history: feed.series(key)?.closed ?? [])
    if let price = feed.lastPrice(of: pair) { slots[bot]?.engine.refresh(price, of: pair) }
    if watchers[key]?.contains(bot) != true { watchers[key, default: []].append(bot) }
  }

  private mutating func carryOut(
    _ command: EngineCommand, of bot: BotNumber, _ reply: ShardReply<CommandResult>
  ) async {
    guard let slot = slots[bot] else { return reply.resume(.failure(.notActive)) }
    for pair in slot.engine.markets.keys {
      if let price = lastPrices[pair] { slots[bot]?.engine.refresh(price, of: pair) }
    }
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
