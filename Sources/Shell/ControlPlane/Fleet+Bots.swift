// SPDX-License-Identifier: Apache-2.0

public import BotModel
import BotRuntime
public import ControlAPI
import Documents
import MarketData
import Ports
import Store
import StrategyKit
import TradeEngine
public import TradingModel

extension Fleet: BotService {
  public var catalog: SettingsCatalog {
    get async { configuration.catalog() }
  }

  public func createBot(_ settings: BotSettings, by caller: Caller) async throws(ControlError) -> BotView {
    try await turns.withTurn(settings.name) { () throws(ControlError) in
      guard board.entry(named: settings.name) == nil else { throw Self.nameTaken(settings.name) }
      let now = clock.now()
      let record = BotRecord(
        number: board.nextNumber(), settings: settings, state: .created, generation: 1, createdAt: now, updatedAt: now)
      let view = BotEntry(record: record).view
      try await write(
        ControlBatch(
          bots: [.insert(record)], notices: [notice(.info, "\(caller.actor): bot.create", of: record)],
          events: [event(.botCreated, view)],
          audit: [audit("bot.create", settings.name, settings.node, by: caller)]))
      board.insert(record)
      return view
    }
  }

  public func bots(_ query: BotQuery) async throws(ControlError) -> ControlAPI.Page<BotView> {
    let views = board.entries.map(\.view).filter { view in
      (query.state == nil || view.record.state == query.state)
        && (query.mode == nil || view.record.settings.mode == query.mode)
    }
    do throws(FieldErrors) {
      return try Page(
        of: views.sorted { $0.record.settings.name < $1.record.settings.name }, query.page,
        key: { $0.record.settings.name.text })
    } catch {
      throw .invalid(error)
    }
  }

  public func bot(_ name: BotName) async throws(ControlError) -> RenderedDocument {
    guard let rendered = board.rendered(name) else { throw .noBot(named: name.text) }
    return rendered
  }

  public func changeBot(
    _ name: BotName, _ patch: BotPatch, ifGeneration generation: Int64?, by caller: Caller
  ) async throws(ControlError) -> BotView {
    try await turns.withTurn(name) { () throws(ControlError) in
      let entry = try entry(name, ifGeneration: generation)
      let settings = try patch.settings(of: entry.record, catalog: configuration.catalog())
      guard settings != entry.record.settings else { return entry.view }
      try check(settings, insteadOf: entry)
      let view = try await keep(entry, action: "bot.update", .botUpdated, detail: patch.node, by: caller) { record in
        record.settings = settings
      }
      await apply(settings, insteadOf: entry.record.settings, to: entry.record.number)
      return board.entry(entry.record.number)?.view ?? view
    }
  }

  /// What a patch may not change for what the bot has done or does.
  private func check(_ settings: BotSettings, insteadOf entry: BotEntry) throws(ControlError) {
    let old = entry.record.settings
    if settings.dryRunWallet != old.dryRunWallet, entry.ledger != nil {
      throw .conflict("dry_run_wallet can't change once the bot has run; create another bot", field: "dry_run_wallet")
    }
    if settings.availableCapital != old.availableCapital, settings.mode == old.mode, entry.ledger != nil {
      throw .conflict(
        "available_capital can't change once the bot has run; create another bot", field: "available_capital")
    }
    if settings.mode != old.mode, entry.ledger != nil {
      throw .conflict(
        "mode can't change once the bot has run: its trades are in the other world; create another bot", field: "mode")
    }
    if settings.account != old.account, entry.ledger != nil, old.mode == .liveSpot {
      throw .conflict("account can't change once a live bot has run; create another bot", field: "account")
    }
    if settings.stakeCurrency != old.stakeCurrency, entry.ledger != nil {
      throw .conflict("stake_currency can't change once the bot has run; create another bot", field: "stake_currency")
    }
  }

  public func deleteBot(
    _ name: BotName, ifGeneration generation: Int64?, by caller: Caller
  ) async throws(ControlError) {
    try await turns.withTurn(name) { () throws(ControlError) in
      let entry = try await withdrawn(try entry(name, ifGeneration: generation))
      let number = entry.record.number
      guard entry.isFlat else {
        throw .conflict(
          "the bot holds \(entry.openTrades.count) open trades and has \(entry.openOrders.count) open orders; "
            + "stop it with positions \"close\" and wait until it is idle before it is deleted", field: "positions")
      }
      let now = clock.now()
      try await write(
        ControlBatch(
          bots: [.delete(number, expecting: entry.record.generation, at: now)],
          events: [ControlEvent(type: .botDeleted, bot: name, time: now, data: ["name": .string(name.text)])],
          audit: [audit("bot.delete", name, [:], by: caller)]))
      await disown(entry)
      board.remove(number)
      // What is watched for it is released once nobody is about to watch more.
      signal(.converge(number))
    }
  }

  /// A bot that may be deleted, without the engine that was perhaps winding down.
  private func withdrawn(_ entry: BotEntry) async throws(ControlError) -> BotEntry {
    guard entry.record.state.allowsDeletion else {
      throw .conflict("the bot is \(entry.record.state.rawValue); stop it before it is deleted", field: "state")
    }
    guard entry.hasEngine, entry.isFlat else { return entry }
    let number = entry.record.number
    try? await shard(of: number).withdraw(number)
    loseEngine(of: number)
    signal(.converge(number))
    return board.entry(number) ?? entry
  }
}

extension Fleet {
  /// Writes a bot's record with one generation more, and tells it.
  func keep(
    _ entry: BotEntry, action: String, _ type: EventView.Kind, detail: Node, ledger: BotLedger? = nil,
    by caller: Caller,
    _ change: (inout BotRecord) -> Void
  ) async throws(ControlError) -> BotView {
    var changed = entry
    change(&changed.record)
    changed.record.generation += 1
    changed.record.updatedAt = max(clock.now(), entry.record.updatedAt)
    let record = changed.record
    try await write(
      ControlBatch(
        bots: [.update(record, expecting: entry.record.generation)],
        ledgers: ledger.map { [(bot: record.number, ledger: $0)] } ?? [],
        notices: [notice(.info, "\(caller.actor): \(action) \(detail.json())", of: record)],
        events: [event(type, changed.view)],
        audit: [audit(action, record.settings.name, detail, by: caller)]))
    board.update(record.number) { entry in
      entry.record = record
      entry.ledger = ledger ?? entry.ledger
    }
    return board.entry(record.number)?.view ?? changed.view
  }

  /// The same. Where it can't be written, capital that a live bot was just given is not its own.
  func keepOrDisown(
    _ entry: BotEntry, action: String, _ type: EventView.Kind, detail: Node, ledger: BotLedger?, by caller: Caller,
    _ change: (inout BotRecord) -> Void
  ) async throws(ControlError) -> BotView {
    do throws(ControlError) {
      return try await keep(entry, action: action, type, detail: detail, ledger: ledger, by: caller, change)
    } catch {
      if entry.ledger == nil { await disown(entry) }
      throw error
    }
  }

  /// What a bot owned on its live account is nobody's.
  private func disown(_ entry: BotEntry) async {
    guard let account = entry.record.settings.liveAccount else { return }
    try? await shard(of: account).disown(entry.record.number, on: account)
  }

  func entry(_ name: BotName, ifGeneration generation: Int64? = nil) throws(ControlError) -> BotEntry {
    guard let entry = board.entry(named: name) else { throw .noBot(named: name.text) }
    if let generation, generation != entry.record.generation { throw .stale(current: entry.record.generation) }
    return entry
  }

  func write(_ batch: ControlBatch) async throws(ControlError) {
    do { try await store.write(batch) } catch { throw Self.controlError(error) }
  }

  static func controlError(_ error: StoreWriteError) -> ControlError {
    switch error {
    case .nameTaken(let name): nameTaken(name)
    case .staleGeneration(_, _, let actual): .stale(current: actual)
    case .unknownBot: .notFound(error.description)
    case .keyUsed: .conflict(error.description)
    case .full, .unavailable: .unavailable(error.description, retryAfterSeconds: 5)
    }
  }

  static func nameTaken(_ name: BotName) -> ControlError {
    .conflict("there is already a bot named '\(name)'", field: "name")
  }

  func event(_ type: EventView.Kind, _ view: BotView) -> ControlEvent {
    ControlEvent(type: type, bot: view.record.settings.name, time: clock.now(), data: view.node)
  }

  /// A line for a bot's log.
  func notice(
    _ level: BotChange.Notice.Level, _ message: String, of record: BotRecord
  ) -> (bot: BotNumber, name: BotName, notice: BotChange.Notice) {
    (record.number, record.settings.name, BotChange.Notice(level: level, time: clock.now(), message: message))
  }

  func audit(
    _ action: String, _ name: BotName, _ detail: Node, by caller: Caller, outcome: String = "ok"
  ) -> AuditEntry {
    AuditEntry(
      time: clock.now(), actor: caller.actor, action: action, target: name.text, detail: detail, outcome: outcome)
  }

  /// Has an engine take over settings: in place where it can go on, else it is brought up anew from its journal.
  private func apply(_ settings: BotSettings, insteadOf old: BotSettings, to number: BotNumber) async {
    guard let entry = board.entry(number) else { return }
    if entry.hasEngine {
      let changed = BotPatch.changedFields(from: old, to: settings)
      if changed.allSatisfy(BotPatch.changeableWhileRunning.contains) {
        _ = try? await shard(of: number).command(.configure(settings), of: number)
      } else {
        try? await shard(of: number).withdraw(number)
        board.update(number) { entry in
          entry.loseEngine()
          entry.stage = entry.wantedPermission == nil ? .idle : .starting
        }
      }
    }
    // A bot that is not up yet, or could not be brought up, may be now.
    signal(.converge(number))
  }
}
