// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import ControlPlane
import Documents
import MarketAnalysis
import MarketData
import StrategyKit
import Synchronization
import TradingModel

/// A service whose bots live in memory and never trade. It answers what a test puts in, and keeps what it was asked.
final class ServiceDouble: ControlService {
  struct State {
    var bots: [BotName: BotRecord] = [:]
    var requests: [RequestKey: KeptRequest] = [:]
    /// What was kept when a bot was created.
    var requestsAtCreation: [RequestKey: KeptRequest] = [:]
    var events: [EventView] = []
    var listeners: [Int: AsyncThrowingStream<EventFeed.Delivery, any Error>.Continuation] = [:]
    var waiters: [(listens: Bool, continuation: CheckedContinuation<Void, Never>)] = []
    var writes: [String] = []
    var missing: [String] = []
    var holdings: Set<BotName> = []
    var failure: ControlError?
    var killSwitch = KillSwitchView(mode: nil, epoch: 0, reason: "", actor: "", time: nil)
  }

  let state = Mutex(State())
  private let time = Instant(milliseconds: 1_780_000_000_000)

  /// What was written, a word each.
  var writes: [String] { state.withLock { $0.writes } }

  /// Has every later call fail.
  func fail(with error: ControlError?) { state.withLock { $0.failure = error } }

  private func check() throws(ControlError) {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  // MARK: Bots

  var catalog: SettingsCatalog {
    SettingsCatalog(strategies: [Samples.strategy], instruments: Samples.instruments)
  }

  func createBot(_ settings: BotSettings, by caller: Caller) async throws(ControlError) -> BotView {
    try check()
    let record = state.withLock { state -> BotRecord? in
      guard state.bots[settings.name] == nil else { return nil }
      let record = BotRecord(
        number: BotNumber(Int64(state.bots.count + 1)), settings: settings, state: .created, generation: 1,
        createdAt: time, updatedAt: time)
      state.bots[settings.name] = record
      state.requestsAtCreation = state.requests
      state.writes.append("create \(settings.name) \(caller.actor)")
      return record
    }
    guard let record else { throw .conflict("there is a bot named '\(settings.name)' already", field: "name") }
    return Samples.view(record)
  }

  func bots(_ query: BotQuery) async throws(ControlError) -> Page<BotView> {
    try check()
    let records = state.withLock { Array($0.bots.values) }
      .filter { query.state == nil || $0.state == query.state }
      .filter { query.mode == nil || $0.settings.mode == query.mode }
      .sorted { $0.settings.name < $1.settings.name }
    do throws(FieldErrors) {
      return try Page(of: records, query.page) { $0.settings.name.text }.map(Samples.view)
    } catch {
      throw .invalid(error)
    }
  }

  private func record(_ name: BotName) throws(ControlError) -> BotRecord {
    try check()
    guard let record = state.withLock({ $0.bots[name] }) else { throw .noBot(named: name.text) }
    return record
  }

  func bot(_ name: BotName) async throws(ControlError) -> RenderedDocument { Samples.view(try record(name)).rendered }

  func changeBot(
    _ name: BotName, _ patch: BotPatch, ifGeneration generation: Int64?, by caller: Caller
  ) async throws(ControlError) -> BotView {
    var record = try record(name)
    if let generation, generation != record.generation { throw .stale(current: record.generation) }
    let settings = try patch.settings(of: record, catalog: catalog)
    if settings != record.settings { record.generation += 1 }
    record.settings = settings
    let changed = record
    state.withLock { state in
      state.bots[name] = changed
      state.writes.append("change \(name)")
    }
    return Samples.view(record)
  }

  func deleteBot(_ name: BotName, ifGeneration generation: Int64?, by caller: Caller) async throws(ControlError) {
    let record = try record(name)
    if let generation, generation != record.generation { throw .stale(current: record.generation) }
    guard record.state.allowsDeletion else { throw .conflict("\(name) is \(record.state.rawValue); stop it first") }
    state.withLock { state in
      state.bots[name] = nil
      state.writes.append("delete \(name)")
    }
  }

  func perform(
    _ action: BotAction, on name: BotName, positions: HeldPositions?, live: LiveConfirmation, by caller: Caller
  ) async throws(ControlError) -> BotView {
    var record = try record(name)
    guard let next = record.state.after(action) else {
      throw .conflict("\(name) is \(record.state.rawValue), which does not allow \(action.rawValue)")
    }
    if action == .stop, positions == nil, state.withLock({ $0.holdings.contains(name) }) {
      throw .conflict("\(name) holds something; say keep or close", field: "positions")
    }
    record.state = next
    let changed = record
    state.withLock { state in
      state.bots[name] = changed
      state.writes.append("\(action.rawValue) \(name) \(positions?.rawValue ?? "-")")
    }
    return Samples.view(record)
  }

  func enter(_ name: BotName, _ request: EntryRequest, by caller: Caller) async throws(ControlError) -> OrderView {
    let record = try record(name)
    guard record.state == .running else {
      throw .refused(rule: "bot_state", detail: "\(name) is \(record.state.rawValue), and only RUNNING enters")
    }
    return OrderView(bot: name, order: Samples.order)
  }

  func exit(_ name: BotName, _ request: ExitRequest, by caller: Caller) async throws(ControlError) -> OrderView {
    _ = try record(name)
    guard case .trade(TradeID(1)) = request.subject else { throw .notFound("\(name) has no such open trade") }
    return OrderView(bot: name, order: Samples.order)
  }
}

// MARK: What bots did

extension ServiceDouble {
  func trades(of bot: BotName, _ query: HistoryQuery<TradeStatus>) async throws(ControlError) -> Page<TradeView> {
    _ = try record(bot)
    return Page(items: query.status == .closed ? [] : [Samples.trade(bot)], next: nil)
  }

  func orders(of bot: BotName, _ query: HistoryQuery<OrderStatus>) async throws(ControlError) -> Page<OrderView> {
    _ = try record(bot)
    return Page(items: [OrderView(bot: bot, order: Samples.order)], next: Cursor(1))
  }

  func signals(
    of bot: BotName, _ query: HistoryQuery<SignalAction>
  ) async throws(ControlError) -> Page<HistoryEntry<SignalRecord>> {
    _ = try record(bot)
    return Page(items: [HistoryEntry(id: 1, bot: bot, content: Samples.signal)], next: nil)
  }

  func decisions(
    of bot: BotName, _ query: HistoryQuery<Decision.Outcome>
  ) async throws(ControlError) -> Page<HistoryEntry<Decision>> {
    _ = try record(bot)
    return Page(items: [HistoryEntry(id: 1, bot: bot, content: Samples.decision)], next: nil)
  }

  func logs(
    of bot: BotName, _ query: HistoryQuery<BotChange.Notice.Level>
  ) async throws(ControlError) -> Page<HistoryEntry<BotChange.Notice>> {
    _ = try record(bot)
    if let cursor = query.page.cursor { _ = try number(of: cursor) }
    return Page(items: [HistoryEntry(id: 1, bot: bot, content: Samples.notice)], next: nil)
  }

  private func number(of cursor: Cursor) throws(ControlError) -> Int64 {
    do { return try cursor.number() } catch { throw .invalid(error) }
  }

  func performance(of bot: BotName) async throws(ControlError) -> RenderedDocument {
    RenderedDocument(body: try Samples.performance(record(bot)).jsonBytes(), entityTag: "\"p1\"")
  }

  func equity(of bot: BotName, _ page: PageRequest) async throws(ControlError) -> Page<EquityView> {
    _ = try record(bot)
    return Page(items: [EquityView(time: time, equity: Money(1000), drawdown: .zero)], next: nil)
  }
}

// MARK: The server

extension ServiceDouble {
  func markets() async throws(ControlError) -> [MarketView] {
    try check()
    return Samples.instruments.values.sorted { $0.pair < $1.pair }.map { MarketView(rules: $0) }
  }

  func feedReport() async throws(ControlError) -> FeedReport {
    try check()
    return Samples.feedReport
  }

  func checkStrategy(_ text: String) async throws(ControlError) -> StrategyCheckView {
    try check()
    if text == "name: silent" { return StrategyCheckView(strategy: Samples.strategy, warmUp: 3) }
    let fault = StrategyFaultView(
      position: Node.Position(line: 2, column: 7), field: "enter[0].when", value: text, message: "it is no condition")
    return StrategyCheckView(strategy: nil, warmUp: nil, faults: [fault])
  }

  func reloadStrategies(by caller: Caller) async throws(ControlError) -> StrategyReloadView {
    try check()
    return StrategyReloadView(
      changes: [
        .init(
          name: "dip", kind: .changed,
          bots: [.init(name: BotName("first")!, state: .running, openTrades: 2, note: "it goes on")])
      ])
  }

  func candles(_ query: CandleQuery) async throws(ControlError) -> Page<Candle> {
    try check()
    guard Samples.instruments[query.series.pair] != nil else {
      throw .notFound("the venue has no pair \(query.series.pair)")
    }
    return Page(items: [Samples.candle], next: nil)
  }

  func analysis(of series: SeriesKey) async throws(ControlError) -> MarketReport {
    try check()
    guard Samples.instruments[series.pair] != nil else {
      throw .notFound("the venue does not trade \(series.pair)")
    }
    return Samples.report(on: series)
  }

  func health() -> HealthReport { HealthReport(version: "1.2.3", venue: "sim", time: time) }

  func readiness() async -> Readiness { Readiness(missing: state.withLock { $0.missing }, activeBots: 0) }

  func accounts() async throws(ControlError) -> [AccountView] {
    try check()
    return [AccountView(name: .default, venue: "sim", credentials: nil)]
  }

  func killSwitchView() -> KillSwitchView { state.withLock { $0.killSwitch } }

  func turnKillSwitch(to mode: String?, reason: String, by caller: Caller) async throws(ControlError) -> KillSwitchView
  {
    try check()
    return state.withLock { state in
      state.killSwitch = KillSwitchView(
        mode: mode, epoch: state.killSwitch.epoch + 1, reason: reason, actor: caller.actor, time: time)
      return state.killSwitch
    }
  }

  func audit(_ page: PageRequest) async throws(ControlError) -> Page<AuditView> {
    try check()
    return Page(
      items: [
        AuditView(
          id: 1, time: time, actor: "admin", action: "bot.create", target: "alpha", outcome: "ok", detail: [:])
      ], next: nil)
  }

  func keptRequest(for key: RequestKey) async throws(ControlError) -> KeptRequest? {
    try check()
    return state.withLock { $0.requests[key] }
  }

  func keep(_ request: KeptRequest, for key: RequestKey) async throws(ControlError) {
    state.withLock { $0.requests[key] = request }
  }

  func forgetRequest(for key: RequestKey) async throws(ControlError) {
    state.withLock { $0.requests[key] = nil }
  }
}

// MARK: Events

extension ServiceDouble {
  func newestEvent() async throws(ControlError) -> Int64 {
    try check()
    return state.withLock { $0.events.last?.id ?? 0 }
  }

  func events(after id: Int64?) -> EventFeed {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: EventFeed.Delivery.self)
    let number = state.withLock { state in
      let number = (state.listeners.keys.max() ?? 0) + 1
      let newest = state.events.last?.id ?? 0
      if let id, id > newest {
        continuation.yield(.reset(newest: newest))
      } else if let id {
        for event in state.events where event.id > id { continuation.yield(.event(event)) }
      }
      state.listeners[number] = continuation
      return number
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
      self?.resumeWaiters()
    }
    resumeWaiters()
    return EventFeed(stream)
  }

  /// Returns once somebody listens to the events, or nobody does any more.
  func wait(untilSomebodyListens listens: Bool) async {
    await withCheckedContinuation { continuation in
      state.withLock { $0.waiters.append((listens, continuation)) }
      resumeWaiters()
    }
  }

  private func resumeWaiters() {
    let ready = state.withLock { state in
      let listens = !state.listeners.isEmpty
      defer { state.waiters.removeAll { $0.listens == listens } }
      return state.waiters.filter { $0.listens == listens }.map(\.continuation)
    }
    for continuation in ready { continuation.resume() }
  }

  /// Tells an event.
  @discardableResult
  func tell(_ kind: EventView.Kind, _ bot: String, data: String = "{}") -> Int64 {
    state.withLock { state in
      let id = (state.events.last?.id ?? 0) + 1
      let event = EventView(id: id, kind: kind, time: time, bot: BotName(bot), data: data)
      state.events.append(event)
      for listener in state.listeners.values { listener.yield(.event(event)) }
      return id
    }
  }
}
