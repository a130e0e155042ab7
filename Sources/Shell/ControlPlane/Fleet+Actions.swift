// SPDX-License-Identifier: Apache-2.0

public import BotModel
import BotRuntime
public import ControlAPI
import Documents
import Logging
import MarketData
import Ports
import Store
import TradeEngine
public import TradingModel

extension Fleet {
  public func perform(
    _ action: BotAction, on name: BotName, positions: HeldPositions?, live: LiveConfirmation, by caller: Caller
  ) async throws(ControlError) -> BotView {
    try await turns.withTurn(name) { () throws(ControlError) in
      let entry = try entry(name)
      let state = entry.record.state
      guard let next = state.after(action) else {
        throw .conflict(
          "a bot that is \(state.rawValue) can't \(action.rawValue): \(Self.wayOut(of: state))", field: "state")
      }
      guard next != state else { return try await performAgain(action, entry, positions, by: caller) }
      try check(action, entry, positions)
      let restarts = action == .start && !state.isActive
      let capital = action == .start ? try await admitLive(entry, live) : nil
      // While an engine winds down the ledger is its own, and only it may change it.
      let ledger = restarts && !entry.hasEngine ? ledgerAtStart(of: entry, capital) : nil
      let view = try await keepOrDisown(
        entry, action: "bot.\(action.rawValue)", .botState, detail: Self.detail(positions, live), ledger: ledger,
        by: caller
      ) { record in
        record.state = next
        record.isClosing = next == .stopped && positions == .close
      }
      if restarts, entry.hasEngine { await resetDrawdown(of: entry.record.number) }
      return await converging(entry.record.number) ?? view
    }
  }

  private static func detail(_ positions: HeldPositions?, _ live: LiveConfirmation) -> Node {
    var members: [Node.Member] = []
    if let positions { members.append(.init(key: "positions", value: .string(positions.rawValue))) }
    if let reason = live.reason { members.append(.init(key: "reason", value: .string(reason))) }
    return .object(members)
  }

  /// From its first start on a bot has a wallet, whatever comes of it.
  private func ledgerAtStart(of entry: BotEntry, _ capital: Money?) -> BotLedger {
    entry.ledger?.begunAnew() ?? BotLedger(initial: capital ?? entry.record.settings.capital, at: clock.now())
  }

  /// Asks for what is so already: nothing changes, unless a stopped bot is now to sell what it kept.
  private func performAgain(
    _ action: BotAction, _ entry: BotEntry, _ positions: HeldPositions?, by caller: Caller
  ) async throws(ControlError) -> BotView {
    guard action == .stop, positions == .close, !entry.record.isClosing, !entry.openTrades.isEmpty else {
      return entry.view
    }
    let view = try await keep(
      entry, action: "bot.stop", .botState, detail: ["positions": "close"], by: caller
    ) { $0.isClosing = true }
    return await converging(entry.record.number) ?? view
  }

  private func check(
    _ action: BotAction, _ entry: BotEntry, _ positions: HeldPositions?
  ) throws(ControlError) {
    if action == .stop, positions == nil, !entry.openTrades.isEmpty {
      throw .conflict(
        "the bot holds \(entry.openTrades.count) open trades: say what becomes of them, "
          + "positions \"keep\" (they stay the bot's own, unwatched) or \"close\" (they are sold at the market)",
        field: "positions")
    }
  }

  /// Measures the drawdown of a bot from now on, though its engine is still winding down or has gone in this moment.
  private func resetDrawdown(of number: BotNumber) async {
    do throws(ShardError) {
      try await shard(of: number).resetDrawdown(of: number)
    } catch {
      guard error == .notActive, let ledger = board.entry(number)?.ledger?.begunAnew() else { return }
      do {
        try await store.write(ControlBatch(ledgers: [(bot: number, ledger: ledger)]))
        board.update(number) { $0.ledger = ledger }
      } catch {
        logger.warning("the drawdown of bot \(number.value) could not be reset: \(error)")
      }
    }
  }

  /// Has the bot brought to what is wanted of it, and shows it on its way.
  ///
  /// An engine that is at work is told before the answer is given: a bot that is paused opens nothing any more.
  private func converging(_ number: BotNumber) async -> BotView? {
    board.update(number) { entry in
      switch entry.wantedPermission {
      case .trading, .managing: if !entry.hasEngine { entry.stage = .starting }
      case .closing, .halting: entry.stage = .stopping
      case nil: entry.stage = entry.hasEngine ? .stopping : .idle
      }
    }
    if let entry = board.entry(number), entry.hasEngine { await direct(entry) }
    signal(.converge(number))
    return board.entry(number)?.view
  }

  private static func wayOut(of state: BotState) -> String {
    switch state {
    case .created, .stopped: "start it first"
    case .running: "pause or stop it"
    case .paused: "resume or stop it"
    }
  }
}

extension BotLedger {
  /// The ledger of a bot that a person starts anew.
  func begunAnew() -> BotLedger {
    var ledger = self
    ledger.beginAnew()
    return ledger
  }
}
