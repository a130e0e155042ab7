// SPDX-License-Identifier: Apache-2.0

import BotModel
import Ledger
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
      guard let slot = slots[bot] else { return reply.resume(.failure(.notActive)) }
      for pair in pairs { watchIfNew(pair, for: slot) }
      reply.resume(.success(()))
    case .unwatch(let bot, let pairs, let reply):
      guard let slot = slots[bot] else { return reply.resume(.failure(.notActive)) }
      for pair in pairs where slot.engine.unwatch(pair) {
        stopWatching(SeriesKey(pair: pair, timeframe: slot.engine.settings.timeframe), for: slot)
      }
      reply.resume(.success(()))
    case .resetDrawdown(let bot, let reply): await resetDrawdown(of: bot, reply)
    case .withdraw(let bot, let reply):
      remove(bot)
      reply.resume(.success(()))
    case .openAccount(let desk, let holdings, let reply): reply.resume(.success(open(desk, holdings)))
    case .holdAccount(let account, let reason, let reply): reply.resume(.success(hold(account, for: reason)))
    case .claim(let account, let bot, let asset, let wanted, let reply):
      reply.resume(.success(claim(wanted, of: asset, on: account, for: bot)))
    case .disown(let account, let bot, let reply):
      reply.resume(.success({ accounts[account]?.ledger.set(BotHoldings(), of: bot) }()))
    case .standing(let account, let reply): reply.resume(.success(accounts[account]?.ownership))
    }
  }

  /// Brings a bot up: its engine goes on where the journal ends, and asks what became of what was under way.
  ///
  /// An engine that is at work already is ahead of any journal that was read before: it stays, with what is allowed now.
  private mutating func launch(_ launch: BotLaunch, _ reply: ShardReply<Void>) async {
    let bot = launch.record.number
    let now = environment.clock.now()
    refreshInstruments()
    var recovery = EngineStep()
    let slot: BotSlot
    if let running = slots[bot] {
      slot = running
    } else {
      let account = launch.record.settings.liveAccount
      if let account, accounts[account] == nil { return reply.resume(.failure(.noAccount(account))) }
      let engine = engine(of: launch, at: now)
      slot = BotSlot(
        bot: bot, name: launch.record.settings.name, strategy: launch.strategy, engine: engine, account: account)
      slots[bot] = slot
      if account == nil { exchange.restore(launch.history.openOrders) } else { restore(slot, launch.history) }
      recovery = engine.recover()
    }
    for pair in launch.pairs { watchIfNew(pair, for: slot) }
    settle(recovery, of: slot)
    if let error = await drain() { return reply.resume(.failure(.halted(error))) }
    slot.engine.holds = holds(of: slot)
    let permit = EngineEvent.command(.permit(launch.permission))
    settle(slot.engine.apply(permit, at: now, identifiers: environment.identifiers), of: slot)
    if environment.killSwitch.state.mode == .cancel {
      let cancel = EngineEvent.command(.cancelEntries)
      settle(slot.engine.apply(cancel, at: now, identifiers: environment.identifiers), of: slot)
    }
    if let error = await drain() { return reply.resume(.failure(.halted(error))) }
    reply.resume(.success(()))
  }

  private func engine(of launch: BotLaunch, at now: Instant) -> TradeEngine {
    let (record, history) = (launch.record, launch.history)
    return TradeEngine(
      bot: record.number, settings: record.settings, conduct: launch.strategy.settings, permission: launch.permission,
      ledger: history.ledger ?? BotLedger(initial: record.settings.capital, at: now),
      openTrades: history.openTrades, openOrders: history.openOrders, fills: history.fills,
      closedTrades: history.closedTrades, epoch: environment.epoch, feeRate: feeRate(of: record),
      instruments: instruments,
      now: now)
  }

  /// Begins to watch a pair, unless the bot does: a strategy that has seen candles keeps what it knows.
  private mutating func watchIfNew(_ pair: Pair, for slot: BotSlot) {
    if slot.engine.markets[pair] == nil { watch(pair, for: slot) }
  }

  private mutating func carryOut(
    _ command: EngineCommand, of bot: BotNumber, _ reply: ShardReply<CommandResult>
  ) async {
    guard let slot = slots[bot] else { return reply.resume(.failure(.notActive)) }
    for pair in slot.engine.markets.keys {
      if let price = lastPrices[pair] { slot.engine.refresh(price, of: pair) }
    }
    refreshInstruments()
    slot.engine.holds = holds(of: slot)
    let step = slot.engine.apply(
      .command(command), at: environment.clock.now(), identifiers: environment.identifiers)
    let placed = step.changes.compactMap { change -> Order? in
      guard case .order(let order) = change, step.placed.contains(order.id) else { return nil }
      return order
    }
    settle(step, of: slot)
    if let error = await drain() { return reply.resume(.failure(.halted(error))) }
    reply.resume(
      .success(CommandResult(orders: placed.map { slot.engine.orders[$0.id] ?? $0 }, refusal: step.refusal)))
  }

  private mutating func resetDrawdown(of bot: BotNumber, _ reply: ShardReply<Void>) async {
    guard let slot = slots[bot] else { return reply.resume(.failure(.notActive)) }
    settle(slot.engine.beginAnew(), of: slot)
    if let error = await drain() { return reply.resume(.failure(.halted(error))) }
    reply.resume(.success(()))
  }
}
