// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
public import ControlAPI
import Documents
import MarketData
import StrategyKit
import TradingModel

// Strategy files are loaded all or not at all, and no bot loses its strategy by it.

extension Fleet: StrategyService {
  public func checkStrategy(_ text: String) async throws(ControlError) -> StrategyCheckView {
    configuration.strategies.files.check(text)
  }

  public func reloadStrategies(by caller: Caller) async throws(ControlError) -> StrategyReloadView {
    try await reloading.withTurn(0) { () throws(ControlError) in
      let library = configuration.strategies
      let (strategies, faults) = library.files.load()
      guard faults.isEmpty else { throw .invalid(FieldErrors(faults.map(\.fieldError))) }
      let before = Dictionary(library.all.map { ($0.name, $0) }) { first, _ in first }
      let after = Dictionary(library.all(with: strategies).map { ($0.name, $0) }) { first, _ in first }
      let users = Dictionary(grouping: board.entries) { $0.record.settings.strategy }
      let values = try Self.values(of: users, before: before, after: after)
      library.take(strategies)
      var changes: [StrategyReloadView.Change] = []
      for name in Set(before.keys).union(after.keys).sorted() {
        let entries = (users[name] ?? []).sorted { $0.record.settings.name < $1.record.settings.name }
        let concerned = Set(
          entries.filter { Self.isConcerned($0, before[name], after[name], values) }.map(\.record.number))
        var kind = Self.change(from: before[name], to: after[name])
        // A confluence is another one where a file that votes in it is.
        if kind == .unchanged, !concerned.isEmpty { kind = .changed }
        guard (after[name] ?? before[name])?.source == .file || kind != .unchanged else { continue }
        var bots: [StrategyReloadView.Bot] = []
        for entry in entries {
          let isConcerned = kind == .changed && concerned.contains(entry.record.number)
          bots.append(
            try await take(
              after[name], values[entry.record.number], in: entry,
              formerRules: isConcerned ? before[name]?.tradeRules : nil, by: caller))
        }
        changes.append(StrategyReloadView.Change(name: name, kind: kind, bots: bots))
      }
      return StrategyReloadView(changes: changes)
    }
  }

  /// What bots' parameters are with the strategies to come. Refuses where a bot would lose its strategy, or have values
  /// that it does not take.
  private static func values(
    of users: [String: [BotEntry]], before: [String: StrategyDefinition], after: [String: StrategyDefinition]
  ) throws(ControlError) -> [BotNumber: ParameterValues] {
    var values: [BotNumber: ParameterValues] = [:]
    var faults: [FieldError] = []
    for (name, entries) in users.sorted(by: { $0.key < $1.key }) where before[name] != nil {
      let bots = entries.map(\.record.settings.name.text).sorted().joined(separator: ", ")
      guard let strategy = after[name] else {
        faults.append(FieldError(name, value: nil, "its file has gone, and it is the strategy of \(bots)"))
        continue
      }
      let known = Set(strategy.parameters.map(\.name))
      for entry in entries {
        let settings = entry.record.settings
        if let timeframe = strategy.timeframe, timeframe != settings.timeframe {
          let reason = "it decides on candles of \(timeframe) now, and bot \(settings.name) is on \(settings.timeframe)"
          faults.append(FieldError("\(name).timeframe", value: timeframe.text, reason))
        }
        var given: [String: String] = [:]
        for value in settings.strategyParameters.all where known.contains(value.name) { given[value.name] = value.text }
        do {
          values[entry.record.number] = try strategy.values(given)
        } catch {
          faults += error.faults.map { fault in
            FieldError(
              "\(name).parameters.\(fault.name)", value: given[fault.name], "\(fault); bot \(settings.name) has it")
          }
        }
      }
    }
    guard faults.isEmpty else { throw .invalid(FieldErrors(faults)) }
    return values
  }

  /// Whether a bot decides otherwise with a strategy as it is to be, or has other values of it.
  private static func isConcerned(
    _ entry: BotEntry, _ before: StrategyDefinition?, _ after: StrategyDefinition?,
    _ values: [BotNumber: ParameterValues]
  ) -> Bool {
    let settings = entry.record.settings
    guard let before, let after, let new = values[entry.record.number] else { return false }
    return !before.isSame(as: after) || before.identity(settings.strategyParameters) != after.identity(new)
  }

  private static func change(
    from before: StrategyDefinition?, to after: StrategyDefinition?
  ) -> StrategyReloadView.Change.Kind {
    guard let before else { return .added }
    guard let after else { return .removed }
    return before.isSame(as: after) ? .unchanged : .changed
  }

  /// Has a bot go on with its strategy as it is now: an engine at work is brought up anew from its journal.
  ///
  /// - Parameter formerRules: the strategy's rules about trades before; nil for a bot that is not concerned.
  private func take(
    _ strategy: StrategyDefinition?, _ values: ParameterValues?, in entry: BotEntry, formerRules: [String]?,
    by caller: Caller
  ) async throws(ControlError) -> StrategyReloadView.Bot {
    let name = entry.record.settings.name
    guard let formerRules, let strategy, let values else { return Self.report(entry, "nothing changes") }
    return try await turns.withTurn(name) { () throws(ControlError) in
      guard let entry = board.entry(entry.record.number) else { return Self.report(entry, "it is being deleted") }
      _ = try await keep(
        entry, action: "strategies.reload", .botUpdated, detail: ["strategy": .string(strategy.name)], by: caller
      ) { $0.settings.strategyParameters = values }
      if entry.hasEngine {
        try? await shard(of: entry.record.number).withdraw(entry.record.number)
        board.update(entry.record.number) { entry in
          entry.loseEngine()
          entry.stage = entry.wantedPermission == nil ? .idle : .starting
        }
      }
      signal(.converge(entry.record.number))
      return Self.report(entry, Self.note(strategy, entry, formerRules: formerRules))
    }
  }

  private static func note(_ strategy: StrategyDefinition, _ entry: BotEntry, formerRules: [String]) -> String {
    var parts = ["it follows the file's signals from the next closed candle on"]
    // What concerns entries only changes nothing for what is open.
    func ofOpenTrades(_ rules: [String]) -> [String] {
      rules.filter { !["entry_price", "protections", "ignore_buying_expired_candle_after"].contains($0) }
    }
    let rules = ofOpenTrades(strategy.tradeRules)
    let gone = ofOpenTrades(formerRules.filter { !strategy.tradeRules.contains($0) })
    if !entry.openTrades.isEmpty {
      let count = entry.openTrades.count
      if !rules.isEmpty { parts.append("its \(count) open trades follow its \(rules.joined(separator: ", ")) at once") }
      if !gone.isEmpty { parts.append("its \(count) open trades have no \(gone.joined(separator: ", ")) any more") }
    }
    if entry.record.settings.exits != strategy.exitDefaults {
      let trades = entry.openTrades.isEmpty ? "" : ", its \(entry.openTrades.count) open trades among them"
      parts.append("it keeps its own minimal_roi, stoploss and trailing stop\(trades): edit the bot to change them")
    }
    return parts.joined(separator: "; ")
  }

  private static func report(_ entry: BotEntry, _ note: String) -> StrategyReloadView.Bot {
    StrategyReloadView.Bot(
      name: entry.record.settings.name, state: entry.record.state, openTrades: entry.openTrades.count, note: note)
  }
}

extension StrategyFaultView {
  fileprivate var fieldError: FieldError {
    let place = [file, position.map { "\($0.line):\($0.column)" }].compactMap(\.self).joined(separator: ":")
    return FieldError(
      place.isEmpty ? field : place, value: value.isEmpty ? nil : value,
      field.isEmpty || place.isEmpty ? message : "\(field): \(message)")
  }
}
