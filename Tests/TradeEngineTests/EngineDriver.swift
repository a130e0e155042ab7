// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import RiskRules
import StrategyKit
import Synchronization
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

let bitcoin = Pair("BTC/USDT")!
let ether = Pair("ETH/USDT")!
let start = Instant("2026-11-20T12:00:00Z")!

func fixed(_ text: String) -> Fixed { Fixed(text)! }

func price(_ text: String) -> Price { Price(fixed(text)) }

func quantity(_ text: String) -> Quantity { Quantity(fixed(text)) }

func money(_ text: String) -> Money { Money(fixed(text)) }

func ratio(_ text: String) -> Ratio { Ratio(fixed(text)) }

func instrument(_ pair: Pair) -> InstrumentRules {
  InstrumentRules(
    pair: pair, price: PriceFilter(tick: price("0.01")),
    lot: LotFilter(minimum: quantity("0.001"), maximum: quantity("1000"), step: quantity("0.001")),
    notional: NotionalFilter(minimum: money("5")))
}

/// Settings of a bot that trades two pairs with stakes of 100 and a wallet of 1,000.
func makeSettings(_ change: (inout BotSettings) -> Void = { _ in }) throws -> BotSettings {
  var settings = BotSettings(
    name: BotName("tester")!, description: "", mode: .dryRun, account: .default, strategy: "scripted",
    strategyParameters: try ScriptedStrategy.definition.values(), timeframe: .fiveMinutes, pairs: [bitcoin, ether],
    pairBlacklist: [], stakeCurrency: Asset("USDT")!, stakeAmount: .fixed(money("100")), maxOpenTrades: 2,
    dryRunWallet: money("1000"), risk: RiskLimits(), exits: .standard)
  change(&settings)
  return settings
}

/// Counts from 1.
final class Numbers: Sendable {
  private let last = Atomic<Int64>(0)

  var source: IdentifierSource {
    IdentifierSource { self.last.wrappingAdd(1, ordering: .relaxed).newValue }
  }
}

/// Drives an engine by hand, as a shard would, and remembers what it wanted to be kept.
struct EngineDriver {
  var engine: TradeEngine
  var time = start
  var candles: [Pair: Int] = [:]
  var runs: [Pair: StrategyRun] = [:]
  var changes: [BotChange] = []
  let numbers = Numbers()

  init(
    _ settings: BotSettings, conduct: StrategySettings = StrategySettings(),
    permission: TradeEngine.Permission = .trading
  ) {
    engine = TradeEngine(
      bot: BotNumber(7), settings: settings, conduct: conduct, permission: permission,
      ledger: BotLedger(initial: settings.dryRunWallet, at: start), epoch: 1, feeRate: ratio("0.001"), now: start)
    for pair in settings.pairs {
      engine.instruments[pair] = instrument(pair)
      engine.watch(pair)
      runs[pair] = StrategyRun(
        ScriptedStrategy(), named: "scripted", on: SeriesKey(pair: pair, timeframe: settings.timeframe))
      engine.refresh(price("100"), of: pair)
    }
  }

  @discardableResult
  mutating func apply(_ event: EngineEvent) -> EngineStep {
    let step = engine.apply(event, at: time, identifiers: numbers.source)
    changes += step.changes
    return step
  }

  /// Closes the next candle of a pair at a price.
  @discardableResult
  mutating func candle(
    _ close: String, _ line: ScriptedStrategy.Line = .nothing, of pair: Pair = bitcoin, delay: Int64 = 0,
    _ advice: ScriptedAdvice? = nil
  ) -> EngineStep {
    let index = candles[pair, default: 0]
    candles[pair] = index + 1
    let openTime = start.advanced(byMilliseconds: Int64(index) * 300_000)
    time = max(time, openTime.advanced(byMilliseconds: 300_000))
    let close = price(close)
    let candle = Candle(
      openTime: openTime, open: close, high: close, low: close, close: close, volume: Quantity(Fixed(line.rawValue)))
    guard let verdict = runs[pair]?.judge(candle, isExplained: true) else { return EngineStep() }
    let advised = Verdict(
      openTime: verdict.openTime, answer: verdict.answer, explanation: verdict.explanation, advice: advice)
    return apply(.candleClosed(pair, candle, advised, delay: delay))
  }

  /// Closes the next candle of bitcoin, at which the strategy has something to say of trades only.
  @discardableResult
  mutating func candle(_ close: String, delay: Int64 = 0, _ advice: ScriptedAdvice) -> EngineStep {
    candle(close, .nothing, delay: delay, advice)
  }

  /// Lets somebody trade at a price.
  @discardableResult
  mutating func trade(_ at: String, of pair: Pair = bitcoin) -> EngineStep {
    apply(.traded(pair, PublicTrade(id: 1, time: time, price: price(at), quantity: quantity("1"), isBuyerMaker: false)))
  }

  @discardableResult
  mutating func report(_ order: OrderID, _ report: OrderEvent.Report) -> EngineStep {
    apply(.order(OrderEvent(order: clientOrderID(order), report: report, time: time)))
  }

  @discardableResult
  mutating func fill(_ order: OrderID, _ amount: String, at: String, id: String, fee: String = "0") -> EngineStep {
    report(order, .filled(id: FillID(id), price: price(at), quantity: quantity(amount), fee: money(fee)))
  }

  /// Fills the rest of an order.
  @discardableResult
  mutating func fillRest(of order: OrderID, at: String) throws -> EngineStep {
    let rest = try #require(engine.orders[order]).remaining
    return report(
      order, .filled(id: FillID("rest-\(order.value)"), price: price(at), quantity: rest, fee: .zero))
  }

  @discardableResult
  mutating func command(_ command: EngineCommand) -> EngineStep { apply(.command(command)) }

  func clientOrderID(_ order: OrderID) -> ClientOrderID {
    ClientOrderID(epoch: 1, bot: engine.bot, sequence: order.value)
  }

  /// Opens a trade of a pair: 1 at 100, without fees.
  @discardableResult
  mutating func openTrade(of pair: Pair = bitcoin) throws -> TradeID {
    let order = try #require(candle("100", .enter, of: pair).placed.first)
    report(order, .accepted(exchangeOrderID: "x"))
    fill(order, "1", at: "100", id: "open-\(order.value)")
    return try #require(engine.trades.values.first { $0.pair == pair }).id
  }

  var onlyOrder: Order? { engine.orders.count == 1 ? engine.orders.values.first : nil }
}

extension EngineStep {
  /// The placed orders, as `sell market 1`.
  var placements: [String] {
    requests.compactMap { request in
      guard case .place(let order, _) = request else { return nil }
      let limit = order.terms.kind.limitPrice.map { " \($0)" } ?? ""
      return "\(order.terms.side) \(order.terms.kind.name)\(limit) \(order.terms.quantity)"
    }
  }

  /// The orders that are taken back.
  var cancels: [Int64] {
    requests.compactMap { if case .cancel(let id, _) = $0 { id.sequence } else { nil } }
  }

  /// The orders that are asked for.
  var queries: [Int64] {
    requests.compactMap { if case .query(let id, _) = $0 { id.sequence } else { nil } }
  }

  /// The decisions, as `signal refused max_open_trades`.
  var decisions: [String] {
    changes.compactMap {
      if case .decision(let it) = $0 { "\(it.cause.rawValue) \(it.outcome.rawValue) \(it.rule)" } else { nil }
    }
  }

  var notices: [BotChange.Notice.Level] {
    changes.compactMap { if case .notice(let notice) = $0 { notice.level } else { nil } }
  }

  var closedTrades: [Trade] {
    changes.compactMap { if case .trade(let trade) = $0, !trade.isOpen { trade } else { nil } }
  }
}
