// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import ExchangeModel
import MarketData
import PaperExchange
import Ports
import Strategies
import StrategyKit
import StrategyLanguage
import Synchronization
import TradeEngine
import TradingModel
import YAMLDocuments

/// A bot fed from candles in this process: the engine and the exchange on paper, without sockets, clocks and database.
struct ReferenceBot {
  private var engine: TradeEngine
  private var run: StrategyRun
  private var exchange: PaperExchange
  private let pair: Pair
  private let book: QuoteModel
  private let identifiers: IdentifierSource
  private var closed: [Trade] = []

  /// A bot as it is after its start.
  ///
  /// - Parameter spreadTicks: how far the venue's best prices are apart.
  init(_ document: Node, rules: InstrumentRules, spreadTicks: Int, history: [Candle], at now: Instant) throws {
    let file = try StrategyFile.read(YAMLParser().parse(ReplayScene.file)).definition
    let settings = try BotDraft(document).settings(
      catalog: SettingsCatalog(strategies: BuiltInStrategies.all + [file], instruments: [rules.pair: rules]))
    let strategy = try settings.strategy == file.name ? file : BuiltInStrategies.definition(named: settings.strategy)
    let counter = Counter()
    identifiers = IdentifierSource { counter.next() }
    pair = rules.pair
    book = QuoteModel(rules: rules, spreadTicks: spreadTicks)
    exchange = PaperExchange { $0 == rules.pair ? rules : nil }
    engine = TradeEngine(
      bot: BotNumber(1), settings: settings, conduct: strategy.settings, permission: .trading,
      ledger: BotLedger(initial: settings.dryRunWallet, at: now), epoch: 1, feeRate: exchange.feeRate,
      instruments: [pair: rules], now: now)
    run = StrategyRun(
      strategy.make(settings.strategyParameters), named: strategy.name,
      on: SeriesKey(pair: pair, timeframe: settings.timeframe), history: history)
    engine.watch(pair, after: history.last, run.last)
  }

  /// Somebody trades, and the best prices follow.
  mutating func see(_ trade: PublicTrade) {
    for report in exchange.observe(trade, of: pair) { apply(.order(report), at: report.time) }
    apply(.traded(pair, trade), at: trade.time)
    exchange.observe(book.quote(after: trade), of: pair)
  }

  /// A candle has closed.
  mutating func close(_ candle: Candle, at time: Instant) {
    guard let verdict = run.judge(candle, isExplained: true) else { return }
    apply(.candleClosed(pair, candle, verdict, delay: 0), at: time)
  }

  /// Its trades as the API shows them, oldest first.
  var trades: [TradeRow] {
    (closed + engine.trades.values).sorted { $0.openedAt < $1.openedAt }.map { trade in
      TradeRow(TradeView(bot: engine.settings.name, trade: trade, orders: []).node)
    }
  }

  private mutating func apply(_ event: EngineEvent, at time: Instant) {
    let step = engine.apply(event, at: time, identifiers: identifiers)
    for case .trade(let trade) in step.changes where !trade.isOpen { closed.append(trade) }
    for request in step.requests {
      for report in exchange.send(request, at: engine.now) { apply(.order(report), at: report.time) }
    }
  }
}

/// Numbers from 1 on.
private final class Counter: Sendable {
  private let value = Atomic<Int64>(0)

  func next() -> Int64 { value.wrappingAdd(1, ordering: .relaxed).newValue }
}

/// What two runs of a bot must agree upon in a trade.
struct TradeRow: Hashable, CustomStringConvertible {
  private let values: [String]

  static let fields = [
    "pair", "opened_at", "open_rate", "closed_at", "close_rate", "amount", "profit_abs", "exit_reason", "enter_tag",
  ]

  init(_ trade: Node) {
    let isOpen = trade["status"]?.string == "open"
    values = Self.fields.map { field in
      // What an open trade would make hangs on the moment of asking.
      isOpen && field == "profit_abs" ? "-" : trade[field]?.string ?? "-"
    }
  }

  var exitReason: String { values[7] }

  var description: String { values.joined(separator: " ") }
}
