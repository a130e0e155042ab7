// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
public import ControlAPI
import Documents
import Logging
import Ports
import RiskRules
import Store
import TradeEngine
public import TradingModel

extension Fleet {
  public func enter(
    _ name: BotName, _ request: EntryRequest, by caller: Caller
  ) async throws(ControlError) -> OrderView {
    try await turns.withTurn(name) { () throws(ControlError) in
      let entry = try activeEntry(name)
      let result = try await noting("bot.enter", name, ["pair": .string(request.pair.description)], by: caller) {
        () throws(ControlError) in
        try await command(
          .enter(request.pair, stake: request.stakeAmount, limit: request.limitPrice), of: entry.record.number)
      }
      guard let order = result.orders.first else { throw .broken("an entry was neither placed nor refused") }
      return OrderView(bot: name, order: order)
    }
  }

  public func exit(
    _ name: BotName, _ request: ExitRequest, by caller: Caller
  ) async throws(ControlError) -> OrderView {
    try await turns.withTurn(name) { () throws(ControlError) in
      let entry = try activeEntry(name)
      let trade = try Self.trade(request.subject, of: entry)
      let result = try await noting("bot.exit", name, ["trade_id": .number(trade.value)], by: caller) {
        () throws(ControlError) in try await command(.exit(trade, limit: request.limitPrice), of: entry.record.number)
      }
      if let order = result.orders.first { return OrderView(bot: name, order: order) }
      // Orders that rested were taken back first: the newest of the trade's orders is what came of it.
      do {
        guard let order = try await store.orders(ofTrades: [trade]).max(by: { $0.id < $1.id }) else {
          throw ControlError.notFound("there is no order of trade \(trade.value)")
        }
        return OrderView(bot: name, order: order)
      } catch {
        throw Self.controlError(error)
      }
    }
  }

  private static func trade(_ subject: ExitRequest.Subject, of entry: BotEntry) throws(ControlError) -> TradeID {
    switch subject {
    case .trade(let id):
      guard entry.openTrades[id] != nil || entry.openOrders.values.contains(where: { $0.trade == id }) else {
        throw .notFound("the bot has no open trade \(id.value)")
      }
      return id
    case .pair(let pair):
      let open = entry.openTrades.values.first { $0.pair == pair }?.id
      guard let id = open ?? entry.openOrders.values.first(where: { $0.terms.pair == pair })?.trade else {
        throw .notFound("the bot has no open trade of \(pair)")
      }
      return id
    }
  }

  private func activeEntry(_ name: BotName) throws(ControlError) -> BotEntry {
    let entry = try entry(name)
    guard entry.record.state.isActive else {
      throw .conflict("the bot is \(entry.record.state.rawValue); start it first", field: "state")
    }
    return entry
  }

  /// Does something, and puts down in the audit what came of it. What was done is on disk by itself.
  private func noting(
    _ action: String, _ name: BotName, _ detail: Node, by caller: Caller,
    _ body: () async throws(ControlError) -> CommandResult
  ) async throws(ControlError) -> CommandResult {
    let result: Result<CommandResult, ControlError>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    let outcome = if case .failure(let error) = result { error.problem.detail } else { "ok" }
    let entry = audit(action, name, detail, by: caller, outcome: outcome)
    do { try await store.write(ControlBatch(audit: [entry])) } catch {
      logger.warning("\(action) of bot \(name) could not be put down in the audit: \(error)")
    }
    return try result.get()
  }

  private func command(_ command: EngineCommand, of bot: BotNumber) async throws(ControlError) -> CommandResult {
    let result: CommandResult
    do throws(ShardError) {
      result = try await shard(of: bot).command(command, of: bot)
    } catch {
      switch error {
      case .notActive: throw .unavailable("the bot is being brought up; try again", retryAfterSeconds: 1)
      case .halted: throw .unavailable("what must be written can't be: trading halts", retryAfterSeconds: 5)
      case .noAccount(let account):
        throw .unavailable("account '\(account)' is not open yet; try again", retryAfterSeconds: 1)
      case .closed: throw .unavailable("the server is going down", retryAfterSeconds: 5)
      }
    }
    switch result.refusal {
    case nil: return result
    case .risk(let refusal): throw .refused(rule: refusal.rule, detail: refusal.description)
    case .unknownTrade(let trade): throw .notFound("the bot has no open trade \(trade.value)")
    case .nothingOpen: throw .notFound("the bot has no open trade")
    }
  }
}
