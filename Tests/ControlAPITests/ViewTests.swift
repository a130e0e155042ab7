// SPDX-License-Identifier: Apache-2.0

import BotModel
import Documents
import MarketAnalysis
import MarketData
import Performance
import StrategyKit
import Testing
import TradingModel

@testable import ControlAPI

@Suite struct `What is answered` {
  private let bot = BotName("alpha")!
  private let pair = Samples.pair("BTC/USDT")
  private let time = Samples.time

  private func expect(_ node: Node, _ schema: Schema) {
    #expect(schema.faults(in: node) == [])
  }

  @Test func `a bot is what the document says`() throws {
    let drafts = [
      Samples.draft(), #"{"name":"t","strategy":"trailing","pairs":["BTC/USDT"],"stake_amount":"5"}"#,
      Samples.draft(#""risk":{"max_drawdown":0.25,"max_open_orders":2},"minimal_roi":{"0":0.1,"10":0.05}"#),
    ]
    for draft in drafts {
      let record = try Samples.record(draft)
      let condition = BotCondition(
        kind: .marketData, isHealthy: false, reason: "StreamDisconnected", message: "The stream is down.", since: time)
      let view = BotView(
        record: record, phase: .degraded, conditions: [condition],
        ledger: BotLedger(initial: Money(1000), at: time), openTrades: 2)
      expect(view.node, AnswerSchemas.bot)
      expect(
        BotView(record: record, phase: .idle, conditions: [], ledger: nil, openTrades: 0).node, AnswerSchemas.bot)
      #expect(view.rendered == RenderedDocument(body: view.node.jsonBytes(), entityTag: "\"3\""))
    }
  }

  @Test func `a bot has the contract's fields`() throws {
    let view = BotView(
      record: try Samples.record(), phase: .running, conditions: [], ledger: nil, openTrades: 0)
    let fields = [
      "name", "description", "mode", "state", "phase", "conditions", "account", "strategy", "strategy_parameters",
      "timeframe", "pairs", "pair_blacklist", "stake_currency", "stake_amount", "max_open_trades", "dry_run_wallet",
      "risk", "created_at", "updated_at", "generation",
    ]
    for field in fields { #expect(view.node[field] != nil, "\(field)") }
    #expect(view.node["strategy_parameters"] == ["fast": 12, "slow": 26, "band": 1])
    #expect(view.node["stoploss"]?.json(isPretty: false) == "-0.1")
    #expect(view.node["dry_run_wallet"] == "1000")
    #expect(view.node["created_at"] == "2026-05-28T20:26:40.123Z")
  }

  private func trade(closed: Bool) throws -> Trade {
    var trade = Trade(
      id: TradeID(7), pair: pair, enterTag: "up", openedAt: time,
      entered: Trade.Turnover(quantity: Quantity(2), cost: Money(200), fee: Samples.money("0.2")),
      highestPrice: Price(110), lowestPrice: Price(90))
    guard closed else { return trade }
    trade.exited = Trade.Turnover(quantity: Quantity(2), cost: Money(220), fee: Samples.money("0.22"))
    trade.closing = Trade.Closing(
      closedAt: time, reason: "roi", profit: Samples.money("19.58"), profitRatio: Samples.ratio("0.0978"))
    return trade
  }

  @Test func `a trade is what the document says`() throws {
    let order = Order(
      id: OrderID(1), clientOrderID: ClientOrderID(epoch: 1, bot: BotNumber(1), sequence: 2), trade: TradeID(7),
      purpose: .entry, terms: OrderTerms(pair: pair, side: .buy, kind: .market, quantity: Quantity(2)), reason: "up",
      createdAt: time)
    let open = TradeView(
      bot: bot, trade: try trade(closed: false), orders: [order],
      valuation: .init(rate: Price(105), profit: Samples.money("9.8"), profitRatio: Samples.ratio("0.049")))
    expect(open.node, AnswerSchemas.trade)
    #expect(open.node["status"] == "open")
    #expect(open.node["profit_abs"] == "9.8")
    #expect(open.node["close_rate"] == nil || open.node["close_rate"]?.isNull == true)
    let closed = TradeView(bot: bot, trade: try trade(closed: true), orders: [])
    expect(closed.node, AnswerSchemas.trade)
    #expect(closed.node["close_rate"] == "110")
    #expect(closed.node["profit_ratio"]?.json(isPretty: false) == "0.0978")
    expect(OrderView(bot: bot, order: order).node, AnswerSchemas.order)
  }

  @Test func `signals, decisions and log lines are what the document says`() {
    let signal = SignalRecord(
      pair: pair, candle: time, time: time, signal: Signal(.exit, tag: "down", strength: 0.5, reason: "below"))
    expect(HistoryEntry(id: 1, bot: bot, content: signal).node, AnswerSchemas.signal)
    let decision = Decision(
      pair: pair, time: time, side: .sell, cause: .roi, outcome: .refused, rule: "lot_size", detail: "too small",
      order: nil)
    expect(HistoryEntry(id: 2, bot: bot, content: decision).node, AnswerSchemas.decision)
    let notice = BotChange.Notice(level: .error, time: time, message: "no")
    expect(HistoryEntry(id: 3, bot: bot, content: notice).node, AnswerSchemas.logLine)
  }

  @Test func `performance is what the document says`() throws {
    var ledger = try #require(PerformanceLedger(initialWallet: Money(1000)))
    func view() -> Node {
      PerformanceView(bot: bot, currency: Asset("USDT")!, summary: ledger.summary(from: time, until: time)).node
    }
    expect(view(), AnswerSchemas.performance)
    for profit in ["10", "-5", "3"] {
      ledger.add(
        ClosedTradeResult(
          pair: pair, openedAt: time, closedAt: time, profit: Samples.money(profit),
          profitRatio: Samples.ratio("0.01"), exitReason: "roi"))
    }
    expect(view(), AnswerSchemas.performance)
    #expect(view()["profit_abs"] == "8")
    #expect(view()["by_pair"]?[0]?["pair"] == "BTC/USDT")
  }

  @Test(arguments: [0, 1, 15, 28, 60, 300])
  func `an analysis is what the document says, with a reason for each null`(count: Int) throws {
    let candles = (0..<count).map { index in
      let close = Price(Fixed(100 + index * 31 % 17))
      return Candle(
        openTime: Timeframe.oneHour.openTime(Timeframe.oneHour.openTime(containing: time), offset: index), open: close,
        high: Price(130), low: Price(90), close: close, volume: Quantity(3))
    }
    let quote = Quote(bid: Price(99), bidQuantity: Quantity(1), ask: Price(101), askQuantity: Quantity(1))
    for quote in [quote, nil] {
      let report = MarketReport(
        series: SeriesKey(pair: pair, timeframe: .oneHour), figures: CandleFigures(of: candles, timeframe: .oneHour),
        moment: MarketMoment(time: time, lastTrade: nil, quote: quote, current: nil, currentSeenAt: time))
      expect(report.node, AnswerSchemas.analysis)
      let absent = Set((report.node["absent"]?.array ?? []).compactMap { $0["field"]?.string })
      for path in Self.nulls(in: report.node) where !Self.followsAnother(path) { #expect(absent.contains(path)) }
      for path in absent { #expect(Self.value(path, in: report.node)?.isNull == true, "\(path)") }
    }
  }

  /// What is null wherever another figure is, and has no reason of its own.
  private static func followsAnother(_ path: String) -> Bool {
    ["last_candle", "price.source", "price.seen_at", "atr.word"].contains(path)
  }

  private static func nulls(in node: Node, at path: String = "") -> [String] {
    if node.isNull { return [path] }
    return (node.object ?? []).flatMap { nulls(in: $0.value, at: path.isEmpty ? $0.key : path + "." + $0.key) }
  }

  private static func value(_ path: String, in node: Node) -> Node? {
    path.split(separator: ".").reduce(node) { $0?[String($1)] }
  }

  @Test func `the rest is what the document says`() {
    expect(
      MarketView(
        rules: InstrumentRules(pair: pair), lastPrice: Price(1),
        quote: Quote(bid: Price(1), bidQuantity: Quantity(1), ask: Price(2), askQuantity: Quantity(1))
      ).node, AnswerSchemas.market)
    expect(MarketView(rules: InstrumentRules(pair: pair, status: .suspended("HALT"))).node, AnswerSchemas.market)
    let american = InstrumentRules(
      pair: pair, minNotional: MinNotionalFilter(minimum: Money(10)), unknownFilters: ["T_PLUS_SELL"])
    #expect(MarketView(rules: american).node["notional_minimum"] == "10")
    #expect(MarketView(rules: american).node["unknown_filters"] == ["T_PLUS_SELL"])
    expect(MarketView(rules: american).node, AnswerSchemas.market)
    expect(
      Candle(
        openTime: time, open: Price(1), high: Price(2), low: Price(1), close: Price(2), volume: .zero
      ).node, AnswerSchemas.candle)
    for strategy in Samples.catalog.strategies { expect(strategy.node, AnswerSchemas.strategy) }
    expect(EquityView(time: time, equity: Money(5), drawdown: .zero).node, AnswerSchemas.equity)
    expect(
      AccountView(name: .default, venue: "sim", credentials: "environment").node, AnswerSchemas.account)
    for account in Samples.accounts() { expect(account.node, AnswerSchemas.account) }
    let untouched = KillSwitchView(mode: nil, epoch: 0, reason: "", actor: "", time: nil)
    let engaged = KillSwitchView(mode: "cancel", epoch: 3, reason: "drill", actor: "admin", time: time)
    for view in [untouched, engaged] { expect(view.node, AnswerSchemas.killSwitch) }
    expect(
      AuditView(
        id: 1, time: time, actor: "admin", action: "bot.create", target: "a", outcome: "ok", detail: ["a": 1]
      ).node, AnswerSchemas.audit)
    expect(HealthReport(version: "1", venue: "sim", time: time).node, AnswerSchemas.health)
    expect(Readiness(missing: [], activeBots: 1).node, AnswerSchemas.readiness)
  }

  @Test(arguments: [
    (ControlError.malformed("x"), 400), (.unauthenticated, 401), (.forbidden("x"), 403), (.noBot(named: "x"), 404),
    (.wrongMethod(allowed: ["GET"]), 405), (.conflict("x", field: "name"), 409),
    (.refused(rule: "r", detail: "d"), 409),
    (.stale(current: 3), 409), (.tooLarge(maximumBytes: 5), 413), (.unsupportedType(expected: ["a/b"]), 415),
    (.invalid("a", value: nil, "a is missing"), 422), (.tooMany(retryAfterSeconds: 1), 429),
    (.unavailable("x", retryAfterSeconds: 1), 503), (.broken("secret"), 500),
  ])
  func `every error is a problem document`(error: ControlError, status: Int) {
    #expect(error.problem.status == status)
    expect(error.problem.node, AnswerSchemas.problem)
    #expect(!error.problem.node.json(isPretty: false).contains("secret"))
  }

  @Test func `an answer that is kept can be read back`() {
    let answer = KeptAnswer(
      status: 201, location: "/a", entityTag: "\"1\"", body: Array("{\"ü\":1}".utf8))
    #expect(KeptAnswer(bytes: answer.bytes) == answer)
    #expect(KeptAnswer(bytes: Array("{}".utf8)) == nil)
  }
}
