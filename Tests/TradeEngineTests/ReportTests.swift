// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import StrategyKit
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

@Suite struct ReportTests {
  @Test func `a fill is booked once, however often it is reported`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(order, "0.4", at: "100", id: "a")
    let cash = bot.engine.ledger.cash
    #expect(bot.fill(order, "0.4", at: "100", id: "a").isEmpty)
    bot.fill(order, "0.6", at: "100", id: "b")
    #expect(bot.fill(order, "0.6", at: "100", id: "b").isEmpty)
    #expect(bot.fill(order, "0.4", at: "100", id: "a").isEmpty)
    #expect(cash == money("960"))
    #expect(bot.engine.ledger.cash == money("900"))
  }

  @Test func `a report that says nothing new changes nothing`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    #expect(!bot.report(order, .accepted(exchangeOrderID: "x")).isEmpty)
    bot.time = bot.time.advanced(byMilliseconds: 1000)
    #expect(bot.report(order, .accepted(exchangeOrderID: "x")).isEmpty)
    #expect(bot.report(order, .replyLost(reason: "late")).isEmpty)
    bot.report(order, .canceled(reason: "canceled"))
    #expect(bot.report(order, .canceled(reason: "canceled")).isEmpty)
    #expect(bot.report(order, .accepted(exchangeOrderID: "x")).isEmpty)
  }

  @Test func `a fill that overtakes its acceptance is booked`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(order, "1", at: "100", id: "a")
    bot.report(order, .accepted(exchangeOrderID: "x"))
    #expect(bot.engine.orders.isEmpty)
    #expect(bot.engine.trades.count == 1)
  }

  @Test func `a fill that crosses the cancel of an entry opens the trade`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.command(.enter(bitcoin, stake: nil, limit: price("90"))).placed.first)
    bot.command(.permit(.managing))
    bot.report(order, .canceled(reason: "canceled"))
    #expect(bot.engine.isFlat)
    let step = bot.fill(order, "0.5", at: "90", id: "a")
    #expect(bot.engine.trades.values.first?.held == quantity("0.5"))
    #expect(step.changes.contains { if case .order(let it) = $0 { it.status == .canceled } else { false } })
    #expect(bot.fill(order, "0.5", at: "90", id: "a").isEmpty)
    #expect(bot.engine.ledger.cash == money("955"))
  }

  @Test func `a fill that crosses the cancel of an exit is booked while the trade holds as much`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    let limit = try #require(bot.command(.exit(id, limit: price("120"))).placed.first)
    let market = try #require(
      bot.trade("90").cancels.first.map { _ in bot.report(limit, .canceled(reason: "")) }?.placed.first)
    bot.fill(limit, "0.5", at: "120", id: "late")
    #expect(bot.engine.trades[id]?.held == quantity("0.5"))
    bot.fill(market, "0.5", at: "90", id: "a")
    #expect(bot.engine.trades[id] == nil)
    let oversold = bot.fill(market, "0.5", at: "90", id: "b")
    #expect(oversold.notices == [.error, .error])
    #expect(bot.engine.ledger.hold != nil)
    #expect(bot.engine.isFlat)
    #expect(bot.engine.ledger.cash == money("1050"))
    #expect(bot.engine.ledger.equity == money("1050"))
  }

  @Test func `what is bought after its trade is over opens another: a closed trade never changes`() throws {
    var bot = EngineDriver(try makeSettings())
    let entry = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(entry, "0.5", at: "100", id: "a")
    let first = try #require(bot.engine.trades.keys.first)
    bot.candle("100", .exit)
    let exit = try #require(bot.report(entry, .canceled(reason: "canceled")).placed.first)
    try bot.fillRest(of: exit, at: "100")
    #expect(bot.engine.isFlat)
    bot.fill(entry, "0.5", at: "100", id: "late")
    let second = try #require(bot.engine.trades.values.first)
    #expect(second.id != first)
    #expect(second.held == quantity("0.5"))
    #expect(bot.trade("90").placements == ["sell market 0.5"])
  }

  @Test func `what can't be true is noted and changes nothing`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    let before = bot.engine.orders
    #expect(bot.fill(order, "0", at: "100", id: "a").notices == [.error, .error])
    #expect(bot.engine.ledger.hold != nil)
    #expect(bot.engine.orders == before)
    #expect(bot.engine.ledger.cash == money("1000"))
    #expect(bot.report(OrderID(99), .canceled(reason: "")).notices == [.warning])
  }

  @Test func `a lost reply keeps funds reserved and asks, again at each candle, never in a loop`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    let step = bot.report(order, .replyLost(reason: "timeout"))
    #expect(step.queries == [order.value])
    #expect(step.placements.isEmpty)
    #expect(bot.engine.free == money("899.9"))
    #expect(bot.report(order, .replyLost(reason: "timeout")).isEmpty)
    #expect(bot.candle("100").queries == [order.value])
    #expect(bot.candle("100", of: ether).queries.isEmpty)
    bot.report(order, .accepted(exchangeOrderID: "x"))
    #expect(bot.candle("100").queries.isEmpty)
    #expect(bot.engine.orders[order]?.status == .open)
  }

  @Test func `a lost reply to an order that never arrived frees the funds once that is proved`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.report(order, .replyLost(reason: "timeout"))
    bot.report(order, .refused(reason: "Order does not exist."))
    #expect(bot.engine.isFlat)
    #expect(bot.engine.free == money("1000"))
  }

  @Test func `a bot that is being stopped goes on asking for an order whose reply was lost`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.report(order, .replyLost(reason: "timeout"))
    bot.command(.permit(.halting))
    let step = bot.candle("100")
    #expect(step.queries == [order.value])
    #expect(step.cancels == [order.value])
    #expect(!bot.engine.isFinished)
  }

  @Test func `a start asks what became of orders that were under way, in order`() throws {
    var bot = EngineDriver(try makeSettings())
    let first = try #require(bot.candle("100", .enter).placed.first)
    let second = try #require(bot.candle("100", .enter, of: ether).placed.first)
    bot.report(second, .replyLost(reason: "timeout"))
    #expect(bot.engine.recover().queries == [first.value, second.value])
    bot.report(first, .accepted(exchangeOrderID: "x"))
    #expect(bot.engine.recover().queries == [second.value])
  }
}

@Suite struct StrategyFailureTests {
  @Test func `a failing strategy is skipped, noted once, counted, and told when it answers again`() throws {
    var bot = EngineDriver(try makeSettings())
    #expect(bot.candle("100", .fail).notices == [.error])
    let again = bot.candle("100", .fail)
    #expect(again.changes.isEmpty)
    #expect(again.isTold)
    #expect(bot.engine.failures.count == 2)
    #expect(bot.engine.failures.current[bitcoin]?.reason == "the script says so")
    let answer = bot.candle("100", .enter)
    #expect(answer.notices == [.info])
    #expect(answer.placements == ["buy market 1"])
    #expect(bot.engine.failures.current.isEmpty)
    #expect(bot.candle("100").isEmpty)
  }

  @Test func `a failing strategy does not keep a stop from being followed`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    #expect(bot.candle("80", .fail).placements == ["sell market 1"])
  }
}

@Suite struct LimitTests {
  /// Opens and sells a trade of 1 that was bought at 100.
  private func lose(at price: String, _ bot: inout EngineDriver) throws {
    try bot.openTrade()
    let order = try #require(bot.candle(price, .exit).placed.first)
    try bot.fillRest(of: order, at: price)
  }

  @Test func `a daily loss holds entries until midnight in UTC`() throws {
    var bot = EngineDriver(try makeSettings { $0.risk.maxDailyLoss = money("10") })
    try lose(at: "90", &bot)
    #expect(bot.candle("100", .enter).decisions == ["signal refused max_daily_loss"])
    bot.time = Instant("2026-11-20T23:59:59.999Z")!
    #expect(bot.candle("100", .enter).decisions == ["signal refused max_daily_loss"])
    bot.time = Instant("2026-11-21T00:00:00Z")!
    #expect(bot.candle("100", .enter).decisions == ["signal ordered up"])
  }

  @Test func `a drawdown holds entries, never exits, until a person resets it`() throws {
    var bot = EngineDriver(try makeSettings { $0.risk.maxDrawdown = ratio("0.01") })
    try bot.openTrade(of: ether)
    try lose(at: "90", &bot)
    bot.time = bot.time.advanced(byMilliseconds: 10 * 86_400_000)
    #expect(bot.candle("100", .enter).decisions == ["signal refused max_drawdown"])
    #expect(bot.candle("100", .exit, of: ether).placements == ["sell market 1"])
    #expect(bot.engine.beginAnew().changes == [.ledger(bot.engine.ledger)])
    #expect(bot.candle("100", .enter).decisions == ["signal ordered up"])
  }

  @Test func `a paused bot opens nothing and goes on managing what is open`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    bot.command(.permit(.managing))
    #expect(bot.candle("100", .enter, of: ether).decisions == ["signal refused entries_held"])
    #expect(bot.trade("90").placements == ["sell market 1"])
    #expect(!bot.engine.isFinished)
  }
}
