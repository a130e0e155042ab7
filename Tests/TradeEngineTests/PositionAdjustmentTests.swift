// SPDX-License-Identifier: Apache-2.0

import BotModel
import StrategyKit
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

@Suite struct `Position adjustment` {
  private static let dip = ScriptedAdvice(
    entriesAddedMax: 2, adjusts: { $0.profit < -0.02 ? .add(stake: 48.5, tag: "dip") : nil })
  private static let half = ScriptedAdvice(
    adjusts: { $0.profit > 0.01 && $0.exits == 0 ? .reduce(ratio: 0.5, tag: "half") : nil })

  @Test func `what is added belongs to the trade, and its stop is the new average's unless that is lower`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    let step = bot.candle("97", Self.dip)
    #expect(step.placements == ["buy market 0.5"])
    #expect(step.decisions == ["adjust_position ordered dip"])
    let order = try #require(step.placed.first)
    bot.fill(order, "0.3", at: "97", id: "a")
    bot.fill(order, "0.2", at: "97", id: "b")
    let trade = try #require(bot.engine.trades[id])
    #expect(trade.held == quantity("1.5"))
    #expect(trade.entered.rate == price("99"))
    #expect(trade.entered.orders == 2)
    #expect(trade.stopPrice == price("90"))
    #expect(trade.initialStopPrice == price("90"))
  }

  @Test func `it is added at most max_entries times, in a slot that the trade has already`() throws {
    var bot = EngineDriver(try makeSettings { $0.maxOpenTrades = 1 })
    try bot.openTrade()
    for close in ["97", "96"] {
      let order = try #require(bot.candle(close, Self.dip).placed.first)
      try bot.fillRest(of: order, at: close)
    }
    #expect(bot.candle("95", Self.dip).decisions == ["adjust_position ignored max_entries"])
  }

  @Test func `limits of the bot hold for what is added, and a paused bot adds nothing`() throws {
    var bot = EngineDriver(try makeSettings { $0.risk.maxExposurePerPair = money("120") })
    try bot.openTrade()
    #expect(bot.candle("97", Self.dip).decisions == ["adjust_position refused max_exposure_per_pair"])
    var paused = EngineDriver(try makeSettings())
    try paused.openTrade()
    paused.command(.permit(.managing))
    #expect(paused.candle("97", Self.dip).decisions == ["adjust_position refused entries_held"])
  }

  @Test func `nothing is added at a candle that came late, or while the trade has an order`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    #expect(bot.candle("97", delay: 300_000, Self.dip).placements.isEmpty)
    #expect(bot.candle("97", .exit, Self.dip).placements == ["sell market 1"])
    #expect(bot.candle("96", Self.dip).placements.isEmpty)
  }

  @Test func `a part is sold once, and the trade goes on with the rest`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    let step = bot.candle("102", Self.half)
    #expect(step.placements == ["sell market 0.5"])
    #expect(step.decisions == ["adjust_position ordered half"])
    let order = try #require(step.placed.first)
    #expect(bot.fill(order, "0.5", at: "102", id: "h").placements.isEmpty)
    let trade = try #require(bot.engine.trades[id])
    #expect(trade.held == quantity("0.5"))
    #expect(trade.exited.orders == 1)
    #expect(bot.candle("103", Self.half).placements.isEmpty)
    let exit = try #require(bot.candle("103", .exit).placed.first)
    let closed = try #require(bot.fill(exit, "0.5", at: "104", id: "e").closedTrades.first)
    #expect(closed.closing?.profit == money("3"))
    #expect(closed.closing?.reason == "down")
  }

  @Test func `what is added raises a stop that has been moved before, too`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    bot.candle("100", ScriptedAdvice(stops: { _ in 0.09 }))
    #expect(bot.engine.trades[id]?.stopPrice == price("91"))
    let more = ScriptedAdvice(adjusts: { _ in .add(stake: 130, tag: "up") })
    let order = try #require(bot.candle("130", more).placed.first)
    try bot.fillRest(of: order, at: "130")
    #expect(bot.engine.trades[id]?.stopPrice == price("103.5"))
  }

  @Test func `no part is sold that would leave less than the venue buys`() throws {
    var bot = EngineDriver(try makeSettings { $0.stakeAmount = .fixed(money("8")) })
    let order = try #require(bot.candle("100", .enter).placed.first)
    try bot.fillRest(of: order, at: "100")
    #expect(bot.candle("102", Self.half).decisions == ["adjust_position refused exchange_filter"])
    let most = ScriptedAdvice(adjusts: { _ in .reduce(ratio: 0.7, tag: "most") })
    #expect(bot.candle("102", most).decisions == ["adjust_position refused rest"])
  }

  @Test func `a stop that is reached while a part is being sold sells the rest`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    let order = try #require(bot.candle("102", Self.half).placed.first)
    #expect(bot.trade("89").cancels == [order.value])
    let step = bot.fill(order, "0.5", at: "102", id: "h")
    #expect(step.placements == ["sell market 0.5"])
    #expect(step.decisions == ["stop_loss ordered stop_loss"])
  }

  @Test func `what is added after the trade was closed opens a trade of its own`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    let order = try #require(bot.candle("97", Self.dip).placed.first)
    bot.report(order, .replyLost(reason: "reset"))
    bot.command(.exit(id, limit: nil))
    bot.report(order, .canceled(reason: "asked"))
    let exit = try #require(bot.engine.orders.values.first { $0.purpose == .exit })
    try bot.fillRest(of: exit.id, at: "97")
    #expect(bot.engine.trades.isEmpty)
    bot.fill(order, "0.5", at: "97", id: "late")
    let other = try #require(bot.engine.trades.values.first)
    #expect(other.id != id)
    #expect(other.held == quantity("0.5"))
    #expect(other.stopPrice == price("87.3"))
  }

  @Test(arguments: [Double.nan, -1, 0, 1e30])
  func `a stake that makes no sense adds nothing`(stake: Double) throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    #expect(bot.candle("97", ScriptedAdvice(adjusts: { _ in .add(stake: stake, tag: "odd") })).placements.isEmpty)
  }
}
