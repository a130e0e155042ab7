// SPDX-License-Identifier: Apache-2.0

import BotModel
import StrategyKit
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

@Suite struct `Rules about trades` {
  private static let minute: Int64 = 60_000

  private func driver(_ change: (inout StrategySettings) -> Void = { _ in }) throws -> EngineDriver {
    var conduct = StrategySettings()
    change(&conduct)
    return EngineDriver(try makeSettings(), conduct: conduct)
  }

  // MARK: Exits

  @Test func `custom_exit closes a trade at the price at which its rule comes true`() throws {
    var bot = try driver()
    try bot.openTrade()
    let isOld = ScriptedAdvice(leaves: { $0.ageMilliseconds >= 45 * Self.minute && $0.profit < 0 ? "old_loser" : nil })
    bot.candle("99", isOld)
    #expect(bot.trade("98").isEmpty)
    bot.time = bot.time.advanced(byMilliseconds: 45 * Self.minute)
    #expect(bot.trade("101").isEmpty)
    let step = bot.trade("99")
    #expect(step.placements == ["sell market 1"])
    #expect(step.decisions == ["custom_exit ordered old_loser"])
    #expect(bot.trade("98").isEmpty)
    let order = try #require(step.placed.first)
    #expect(bot.fill(order, "1", at: "99", id: "s").closedTrades.first?.closing?.reason == "old_loser")
  }

  @Test func `a custom_exit without a tag is called custom_exit, and only lasts until the next candle closes`() throws {
    var bot = try driver()
    try bot.openTrade()
    bot.candle("100", ScriptedAdvice(leaves: { $0.rate > 105 ? "" : nil }))
    bot.candle("100")
    #expect(bot.trade("106").isEmpty)
    bot.candle("100", ScriptedAdvice(leaves: { $0.rate > 105 ? "" : nil }))
    #expect(bot.trade("106").decisions == ["custom_exit ordered custom_exit"])
  }

  @Test func `with use_exit_signal off neither signals nor custom_exit are heeded, stops are`() throws {
    var bot = try driver { $0.useExitSignal = false }
    try bot.openTrade()
    let step = bot.candle("100", .exit, ScriptedAdvice(leaves: { _ in "now" }))
    #expect(step.decisions == ["signal ignored use_exit_signal"])
    #expect(bot.trade("100").isEmpty)
    #expect(bot.trade("89").decisions == ["stop_loss ordered stop_loss"])
  }

  @Test func `with exit_profit_only a signal waits for its profit until the next candle, custom_exit too`() throws {
    var bot = try driver {
      $0.exitProfitOnly = true
      $0.exitProfitOffset = ratio("0.02")
    }
    try bot.openTrade()
    let now = ScriptedAdvice(leaves: { _ in "now" })
    #expect(bot.candle("101", .exit, now).decisions == ["signal ignored exit_profit_only"])
    #expect(bot.trade("101.5").isEmpty)
    let step = bot.trade("103")
    #expect(step.decisions == ["signal ordered down"])
    #expect(step.placements == ["sell market 1"])
    #expect(bot.trade("104").isEmpty)

    var other = try driver { $0.exitProfitOnly = true }
    try other.openTrade()
    other.candle("99", .exit)
    other.candle("99")
    #expect(other.trade("120").isEmpty)
    #expect(other.candle("120", .exit).decisions == ["signal ordered down"])
  }

  @Test func `with ignore_roi_if_entry_signal the table waits while a rule to enter is true`() throws {
    var conduct = StrategySettings()
    conduct.ignoreROIIfEntrySignal = true
    let rules = try ExitRules(minimalROI: [.init(afterMinutes: 0, ratio: ratio("0.02"))], stoploss: ratio("-0.1"))
    var bot = EngineDriver(try makeSettings { $0.exits = rules }, conduct: conduct)
    try bot.openTrade()
    #expect(bot.candle("104", ScriptedAdvice(isEntryTrue: true)).placements.isEmpty)
    #expect(bot.trade("104").isEmpty)
    #expect(bot.candle("104", ScriptedAdvice()).decisions == ["roi ordered roi"])
  }

  @Test func `custom_stoploss moves the stop up behind the price, never down, whatever its sign`() throws {
    var bot = try driver()
    let id = try bot.openTrade()
    let advice = ScriptedAdvice(stops: { $0.profit > 0.02 ? -0.015 : 0.05 })
    bot.candle("100", advice)
    #expect(bot.engine.trades[id]?.stopPrice == price("95"))
    bot.trade("99")
    #expect(bot.engine.trades[id]?.stopPrice == price("95"))
    bot.trade("110")
    #expect(bot.engine.trades[id]?.stopPrice == price("108.35"))
    #expect(bot.trade("108.3").decisions == ["trailing_stop_loss ordered trailing_stop_loss"])
  }

  @Test(arguments: [Double.nan, .infinity, 0, 1e30])
  func `a custom_stoploss that makes no sense leaves the stop`(distance: Double) throws {
    var bot = try driver()
    let id = try bot.openTrade()
    bot.candle("100", ScriptedAdvice(stops: { _ in distance }))
    #expect(bot.engine.trades[id]?.stopPrice == price("90"))
  }

  // MARK: Prices

  @Test func `entry_price makes the entry a limit order on the nearest tick`() throws {
    var bot = try driver { $0.entersAtMarket = false }
    let step = bot.candle("100", .enter, ScriptedAdvice(buysAt: { $0.proposed * 0.99996 }))
    #expect(step.placements == ["buy limit 100 1"])
    var lower = try driver { $0.entersAtMarket = false }
    let advice = ScriptedAdvice(buysAt: { $0.tag == "up" ? $0.proposed * 0.996 : nil })
    #expect(lower.candle("100", .enter, advice).placements == ["buy limit 99.6 1.004"])
  }

  @Test func `an undefined price is the proposed one, and order_types decides over both`() throws {
    var bot = try driver { $0.entersAtMarket = false }
    #expect(bot.candle("100", .enter, ScriptedAdvice(buysAt: { _ in nil })).placements == ["buy limit 100 1"])
    var market = try driver()
    #expect(market.candle("100", .enter, ScriptedAdvice(buysAt: { _ in 90 })).placements == ["buy market 1"])
    var limit = try driver { $0.entersAtMarket = false }
    #expect(limit.candle("100", .enter).placements == ["buy limit 100 1"])
  }

  @Test func `exits at a limit wait for their price; a stop takes their place at the market`() throws {
    var bot = try driver { $0.exitsAtMarket = false }
    try bot.openTrade()
    let order = try #require(bot.candle("102", .exit, ScriptedAdvice(sellsAt: { $0.proposed + 1 })).placed.first)
    #expect(bot.engine.orders[order]?.terms.kind == .limit(price("103")))
    bot.report(order, .accepted(exchangeOrderID: "x"))
    #expect(bot.candle("101", .exit).decisions == ["signal ignored exit_rests"])
    #expect(bot.trade("90").cancels == [order.value])
    let step = bot.report(order, .canceled(reason: "asked"))
    #expect(step.placements == ["sell market 1"])
    #expect(step.decisions == ["stop_loss ordered stop_loss"])
  }

  @Test func `a limit exit that is refused leaves the stop in force`() throws {
    var bot = try driver { $0.exitsAtMarket = false }
    try bot.openTrade()
    let step = bot.candle("102", .exit, ScriptedAdvice(sellsAt: { _ in 0.004 }))
    #expect(step.decisions == ["signal refused exchange_filter"])
    #expect(bot.trade("90").decisions == ["stop_loss ordered stop_loss"])
    var other = try driver { $0.exitsAtMarket = false }
    try other.openTrade()
    let always = ScriptedAdvice(leaves: { _ in "out" }, sellsAt: { _ in 0.004 })
    #expect(other.candle("102", always).decisions == ["custom_exit refused exchange_filter"])
    #expect(other.trade("101").isEmpty)
    #expect(other.trade("90").decisions == ["stop_loss ordered stop_loss"])
  }

  @Test func `a stop that waits for an order to go is not turned into a limit exit, and comes before one`() throws {
    var bot = try driver { $0.exitsAtMarket = false }
    try bot.openTrade()
    let half = ScriptedAdvice(adjusts: { _ in .reduce(ratio: 0.5, tag: "half") })
    let order = try #require(bot.candle("102", half).placed.first)
    bot.report(order, .accepted(exchangeOrderID: "x"))
    #expect(bot.trade("90").cancels == [order.value])
    bot.candle("95", .exit)
    #expect(bot.report(order, .canceled(reason: "asked")).placements == ["sell market 1"])

    var other = try driver { $0.exitsAtMarket = false }
    try other.openTrade()
    let resting = try #require(other.candle("102", half).placed.first)
    other.report(resting, .accepted(exchangeOrderID: "x"))
    #expect(other.candle("103", .exit, ScriptedAdvice(leaves: { _ in "out" })).cancels == [resting.value])
    other.trade("95")
    other.trade("90")
    #expect(other.report(resting, .canceled(reason: "asked")).placements == ["sell market 1"])
  }

  @Test func `a signal that waits for its profit still waits after a restart`() throws {
    var bot = try driver { $0.exitProfitOnly = true }
    try bot.openTrade()
    bot.candle("99", .exit)
    bot.engine.watch(bitcoin, after: nil, bot.runs[bitcoin]?.last)
    #expect(bot.trade("103").decisions == ["signal ordered down"])
  }

  // MARK: Unfilled orders

  @Test func `an order whose rest could not be sold is left to be filled`() throws {
    var bot = try driver { $0.entersAtMarket = false }
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(order, "0.03", at: "100", id: "a")
    bot.time = bot.time.advanced(byMilliseconds: 600_000)
    #expect(bot.trade("100").cancels.isEmpty)
    bot.fill(order, "0.07", at: "100", id: "b")
    #expect(bot.trade("100").cancels == [order.value])
  }

  @Test func `an order that should be gone is taken back again at each candle`() throws {
    var bot = try driver { $0.entersAtMarket = false }
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.time = bot.time.advanced(byMilliseconds: 900_000)
    #expect(bot.trade("101").cancels == [order.value])
    #expect(bot.candle("101").cancels == [order.value])
  }

  @Test func `an entry that isn't filled in time is taken back once`() throws {
    var bot = try driver { settings in
      settings.entersAtMarket = false
      settings.unfilledTimeout = .init()
      settings.unfilledTimeout?.entrySeconds = 30
    }
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.report(order, .accepted(exchangeOrderID: "x"))
    bot.time = bot.time.advanced(byMilliseconds: 29_999)
    #expect(bot.trade("101").cancels.isEmpty)
    bot.time = bot.time.advanced(byMilliseconds: 1)
    #expect(bot.trade("101").cancels == [order.value])
    #expect(bot.trade("101").cancels.isEmpty)
    bot.report(order, .canceled(reason: "asked"))
    #expect(bot.engine.isFlat)
  }

  @Test func `limit orders of a strategy that says nothing have ten minutes, those of a person have no limit`() throws {
    var bot = try driver { $0.entersAtMarket = false }
    let order = try #require(bot.candle("100", .enter).placed.first)
    let byHand = try #require(bot.command(.enter(ether, stake: nil, limit: price("90"))).placed.first)
    bot.report(order, .accepted(exchangeOrderID: "x"))
    bot.report(byHand, .accepted(exchangeOrderID: "y"))
    bot.time = bot.time.advanced(byMilliseconds: 600_000)
    #expect(bot.trade("101").cancels == [order.value])
    #expect(bot.trade("101", of: ether).cancels.isEmpty)
  }

  @Test func `after exit_timeout_count exits that weren't filled in time the trade is closed at once`() throws {
    var bot = try driver { settings in
      settings.exitsAtMarket = false
      settings.unfilledTimeout = .init()
      settings.unfilledTimeout?.exitSeconds = 60
      settings.unfilledTimeout?.exitTimeoutCount = 2
    }
    try bot.openTrade()
    for count in 1...2 {
      let order = try #require(bot.candle("102", .exit).placed.first)
      bot.report(order, .accepted(exchangeOrderID: "x\(count)"))
      bot.time = bot.time.advanced(byMilliseconds: 60_000)
      #expect(bot.trade("101").cancels == [order.value])
      let step = bot.report(order, .canceled(reason: "asked"))
      #expect(step.decisions == (count == 1 ? [] : ["unfilledtimeout ordered emergency_exit"]))
      #expect(step.placements == (count == 1 ? [] : ["sell market 1"]))
    }
  }

  // MARK: Late signals

  @Test func `an entry signal is good for as long as ignore_buying_expired_candle_after says`() throws {
    var bot = try driver { $0.entrySignalSeconds = 20 }
    let late = bot.candle("100", .enter, delay: 20_001)
    #expect(late.decisions == ["signal ignored ignore_buying_expired_candle_after"])
    #expect(bot.candle("100", .enter, delay: 20_000).placements == ["buy market 1"])
  }
}
