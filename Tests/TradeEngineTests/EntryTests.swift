// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import StrategyKit
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

@Suite struct EntryTests {
  @Test func `a signal becomes an order that is kept before it is asked of the exchange`() throws {
    var bot = EngineDriver(try makeSettings())
    let step = bot.candle("100", .enter)
    #expect(step.placements == ["buy market 1"])
    let order = try #require(bot.onlyOrder)
    #expect(step.changes.contains(.order(order)))
    #expect(order.status == .submitting)
    #expect(order.reason == "up")
    #expect(step.decisions == ["signal ordered up"])
    #expect(bot.engine.free == money("899.9"))
    #expect(bot.engine.exposure() == money("100.1"))
    #expect(bot.engine.tradeCount == 1)
    #expect(bot.engine.trades.isEmpty)
  }

  @Test func `a fill opens the trade with its stop`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.report(order, .accepted(exchangeOrderID: "x"))
    let step = bot.fill(order, "1", at: "100.5", id: "a", fee: "0.1")
    let trade = try #require(bot.engine.trades.values.first)
    #expect(trade.entered == Trade.Turnover(quantity: quantity("1"), cost: money("100.5"), fee: money("0.1")))
    #expect(trade.stopPrice == price("90.45"))
    #expect(trade.initialStopPrice == trade.stopPrice)
    #expect(trade.enterTag == "up")
    #expect(bot.engine.orders.isEmpty)
    #expect(bot.engine.ledger.cash == money("899.4"))
    #expect(step.changes.contains(.ledger(bot.engine.ledger)))
    #expect(step.changes.contains(.trade(trade)))
  }

  @Test func `partial fills make one trade at their average price`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(order, "0.25", at: "100", id: "a")
    bot.fill(order, "0.75", at: "104", id: "b")
    let trade = try #require(bot.engine.trades.values.first)
    #expect(trade.entered.rate == price("103"))
    #expect(trade.stopPrice == price("92.7"))
    #expect(bot.engine.orders.isEmpty)
  }

  @Test func `funds of what is not filled yet stay reserved`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.command(.enter(bitcoin, stake: money("200"), limit: price("50"))).placed.first)
    #expect(bot.engine.free == money("799.8"))
    bot.fill(order, "1", at: "50", id: "a", fee: "0.05")
    #expect(bot.engine.ledger.cash == money("949.95"))
    #expect(bot.engine.free == money("799.8"))
    bot.report(order, .canceled(reason: "canceled"))
    #expect(bot.engine.free == money("949.95"))
  }

  @Test func `where no price is known an order reserves everything`() throws {
    var bot = EngineDriver(try makeSettings())
    bot.candle("100", .enter)
    let order = try #require(bot.onlyOrder)
    let engine = TradeEngine(
      bot: BotNumber(7), settings: try makeSettings(), permission: .trading, ledger: bot.engine.ledger,
      openOrders: [order], epoch: 1, feeRate: ratio("0.001"), now: start)
    #expect(engine.free == .zero)
  }

  @Test(arguments: [
    (EngineCommand.permit(.managing), TradeEngine.Permission.managing),
    (.permit(.halting), .halting),
    (.permit(.closing), .closing),
  ])
  func `an entry that rests is taken back when the bot may open nothing`(
    command: EngineCommand, permission: TradeEngine.Permission
  ) throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.command(.enter(bitcoin, stake: nil, limit: price("90"))).placed.first)
    bot.report(order, .accepted(exchangeOrderID: "x"))
    #expect(bot.command(command).cancels == [order.value])
    #expect(bot.engine.permission == permission)
    bot.report(order, .canceled(reason: "canceled"))
    #expect(bot.engine.isFlat)
    #expect(bot.engine.free == money("1000"))
    #expect(bot.engine.isFinished == (permission != .managing))
    #expect(bot.candle("100", .enter).placements.isEmpty)
  }

  @Test func `an entry that rests is taken back by an exit signal, or by hand`() throws {
    var bot = EngineDriver(try makeSettings())
    let first = try #require(bot.command(.enter(bitcoin, stake: nil, limit: price("90"))).placed.first)
    #expect(bot.candle("100", .exit).cancels == [first.value])
    bot.report(first, .canceled(reason: "canceled"))
    let second = try #require(bot.command(.enter(bitcoin, stake: nil, limit: price("90"))).placed.first)
    let trade = try #require(bot.engine.orders[second]).trade
    #expect(bot.command(.exit(trade, limit: nil)).cancels == [second.value])
  }

  @Test func `an entry that waits takes a slot and the pair`() throws {
    var bot = EngineDriver(try makeSettings { $0.maxOpenTrades = 1 })
    bot.command(.enter(bitcoin, stake: nil, limit: price("90")))
    #expect(bot.candle("100", .enter, of: ether).decisions == ["signal refused max_open_trades"])
    #expect(bot.candle("100", .enter).decisions == ["signal ignored already_in_market"])
  }

  @Test func `a late candle opens nothing and is followed out`() throws {
    var bot = EngineDriver(try makeSettings())
    #expect(bot.candle("100", .enter, delay: 300_000).decisions == ["signal ignored late_candle"])
    let trade = try bot.openTrade()
    #expect(bot.candle("101", .exit, delay: 300_000).placements == ["sell market 1"])
    #expect(bot.engine.trades[trade] != nil)
  }

  @Test func `a candle is used once, in order`() throws {
    var bot = EngineDriver(try makeSettings())
    bot.candle("100")
    bot.candle("100")
    bot.candles[bitcoin] = 0
    #expect(bot.candle("100", .enter).isEmpty)
    #expect(bot.candle("100", .enter).isEmpty)
    #expect(bot.runs[bitcoin]?.candlesSeen == 2)
  }

  @Test func `an unlimited stake is an equal share of what is free and at work`() throws {
    var bot = EngineDriver(try makeSettings { $0.stakeAmount = .unlimited })
    #expect(bot.candle("100", .enter).placements == ["buy market 4.95"])
    try bot.fillRest(of: try #require(bot.onlyOrder).id, at: "100")
    #expect(bot.candle("100", .enter, of: ether).placements == ["buy market 4.95"])
    try bot.fillRest(of: try #require(bot.onlyOrder).id, at: "100")
    #expect(bot.engine.free == money("10"))
  }

  @Test func `an unlimited stake is never more than is free`() throws {
    var bot = EngineDriver(
      try makeSettings {
        $0.stakeAmount = .unlimited
        $0.maxOpenTrades = 1
      })
    #expect(bot.candle("100", .enter).placements == ["buy market 9.9"])
  }

  @Test func `a blacklisted pair is not opened, and settings change while running`() throws {
    var bot = EngineDriver(try makeSettings())
    bot.command(.configure(try makeSettings { $0.pairBlacklist = [bitcoin] }))
    #expect(bot.candle("100", .enter).decisions == ["signal refused pair_blacklist"])
    bot.command(.configure(try makeSettings { $0.stakeAmount = .fixed(money("50")) }))
    #expect(bot.candle("100", .enter).placements == ["buy market 0.5"])
    bot.command(.configure(try makeSettings { $0.pairs = [bitcoin] }))
    #expect(bot.candle("100", .enter, of: ether).decisions == ["signal refused pairs"])
  }

  @Test func `an entry by hand passes the same rules, and says which refused`() throws {
    var bot = EngineDriver(try makeSettings { $0.risk.maxTradeValue = money("150") })
    let refused = bot.command(.enter(bitcoin, stake: money("200"), limit: nil))
    #expect(refused.refusal == .risk(.tradeValue(limit: money("150"), value: money("200"))))
    #expect(refused.decisions == ["manual refused max_trade_value"])
    #expect(refused.requests.isEmpty)
    let order = try #require(bot.command(.enter(bitcoin, stake: money("150"), limit: nil)).placed.first)
    #expect(bot.engine.orders[order]?.reason == "force_entry")
  }

  @Test func `a refused entry frees its funds and its slot`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    let step = bot.report(order, .refused(reason: "no"))
    #expect(step.notices == [.warning])
    #expect(bot.engine.isFlat)
    #expect(bot.engine.free == money("1000"))
    #expect(step.requests.isEmpty)
  }
}
