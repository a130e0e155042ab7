// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import ControlAPI
import MarketData
import Ports
import StrategyKit
import TradeEngine
import TradingModel

/// A bot as the control plane knows it: what is kept of it, and what is observed.
struct BotEntry: Sendable {
  /// How far a bot has come on its way to what is wanted of it.
  enum Stage: Hashable, Sendable {
    case idle
    case starting
    case active
    case stopping
    /// It failed, and waits before it is tried again.
    case backoff
    case failed
  }

  var record: BotRecord
  var stage = Stage.idle
  /// Whether a shard has its engine.
  var hasEngine = false
  /// What its strategy reads beside the series of each pair.
  var inputs: [StrategyInput] = []
  /// The series of its pairs that its engine watches.
  var engineSeries: Set<SeriesKey> = []
  /// How often it has failed since something went well.
  var failuresInRow = 0
  /// The phase that was told last.
  var toldPhase: BotPhase?
  var ledger: BotLedger?
  var openTrades: [TradeID: Trade] = [:]
  var openOrders: [OrderID: Order] = [:]
  var conditions: [BotCondition.Kind: BotCondition] = [:]
  /// How well the series are fed that are watched for it.
  var series: [SeriesKey: FeedHealth] = [:]
  var rendered: RenderedDocument?
  /// Counts closed trades, so that what is computed of them is known to be of date.
  var closedTrades = 0

  init(record: BotRecord, history: BotHistory? = nil) {
    self.record = record
    ledger = history?.ledger
    for trade in history?.openTrades ?? [] { openTrades[trade.id] = trade }
    for order in history?.openOrders ?? [] { openOrders[order.id] = order }
  }

  /// What the engine may do for the bot to be as it is wanted; nil where no engine is needed.
  var wantedPermission: TradeEngine.Permission? {
    switch record.state {
    case .running: .trading
    case .paused: .managing
    case .created, .stopped:
      if record.isClosing, !isFlat { .closing } else if !openOrders.isEmpty { .halting } else { nil }
    }
  }

  /// Whether it holds nothing and has no order resting.
  var isFlat: Bool { openTrades.isEmpty && openOrders.isEmpty }

  /// What is observed, in one word.
  var phase: BotPhase {
    switch stage {
    case .idle: .idle
    case .starting: .starting
    case .active: conditions.values.contains { !$0.isHealthy && $0.kind != .risk } ? .degraded : .running
    case .stopping: .stopping
    case .backoff: .backoff
    case .failed: .failed
    }
  }

  /// The bot as it is shown.
  var view: BotView {
    BotView(
      record: record, phase: phase,
      conditions: conditions.values.sorted { $0.kind.rawValue < $1.kind.rawValue }, ledger: ledger,
      openTrades: openTrades.count)
  }

  /// Sets a condition; `since` stays where nothing but the message changes.
  mutating func set(
    _ kind: BotCondition.Kind, isHealthy: Bool, reason: String, message: String, at now: Instant
  ) {
    let since = conditions[kind].flatMap { $0.isHealthy == isHealthy && $0.reason == reason ? $0.since : nil }
    conditions[kind] = BotCondition(
      kind: kind, isHealthy: isHealthy, reason: reason, message: message, since: since ?? now)
  }

  /// It has failed: no shard has its engine, and it waits before it is tried again.
  mutating func fail(_ kind: BotCondition.Kind, reason: String, message: String, at now: Instant) {
    loseEngine()
    failuresInRow += 1
    stage = .backoff
    set(kind, isHealthy: false, reason: reason, message: message, at: now)
  }

  /// How long it waits: longer with each failure.
  var retryDelay: Duration { min(.seconds(1 << min(max(failuresInRow, 1) - 1, 5)), .seconds(30)) }

  /// Draws the market-data condition from how well the bot's series are fed.
  mutating func judgeMarketData(at now: Instant) {
    let degraded = series.compactMap { key, health -> String? in
      guard case .degraded(let reason) = health else { return nil }
      return "\(key): \(reason)"
    }.sorted()
    guard !series.isEmpty else { return conditions[.marketData] = nil }
    if degraded.isEmpty {
      set(.marketData, isHealthy: true, reason: "Live", message: "candles and prices come in", at: now)
    } else {
      set(.marketData, isHealthy: false, reason: "Degraded", message: degraded.joined(separator: "; "), at: now)
    }
  }

  /// Takes what is shown of a bot.
  mutating func observe(_ standing: BotStanding, at now: Instant) {
    ledger = standing.ledger
    openTrades = standing.trades
    openOrders = standing.orders
    judgeStrategy(standing.failures, at: now)
    judgeLimits(standing.ledger, at: now)
  }

  private mutating func judgeStrategy(_ strategyFailures: StrategyFailures, at now: Instant) {
    let failures = strategyFailures.current.map { "\($0): \($1)" }.sorted()
    let count = strategyFailures.count
    if failures.isEmpty {
      let message = count == 0 ? "it answers" : "it answers; it has failed \(count) times"
      set(.strategy, isHealthy: true, reason: "Answers", message: message, at: now)
    } else {
      let message = "skipped at \(failures.joined(separator: "; ")); it has failed \(count) times"
      set(.strategy, isHealthy: false, reason: "Failing", message: message, at: now)
    }
  }

  private mutating func judgeLimits(_ ledger: BotLedger, at now: Instant) {
    let limits = record.settings.risk
    let loss = ledger.loss(on: now.day)
    if let limit = limits.maxDailyLoss, loss >= limit {
      let message = "\(loss) was lost today and max_daily_loss is \(limit): nothing is opened until midnight UTC"
      set(.risk, isHealthy: false, reason: "DailyLoss", message: message, at: now)
    } else if let limit = limits.maxDrawdown, ledger.drawdown >= limit {
      let message =
        "the drawdown is \(ledger.drawdown) and max_drawdown is \(limit): nothing is opened until "
        + "the bot is stopped and started"
      set(.risk, isHealthy: false, reason: "Drawdown", message: message, at: now)
    } else {
      conditions[.risk] = nil
    }
  }
}
