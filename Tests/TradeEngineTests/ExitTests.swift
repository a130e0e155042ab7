// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import StrategyKit
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

@Suite struct ExitTests {
  @Test func `an exit signal sells the trade, which is then closed`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    let order = try #require(bot.candle("110", .exit).placed.first)
    let step = bot.fill(order, "1", at: "109", id: "s", fee: "0.109")
    let trade = try #require(step.closedTrades.first)
    #expect(trade.id == id)
    #expect(
      trade.closing
        == Trade.Closing(
          closedAt: bot.time, reason: "down", profit: money("8.891"), profitRatio: ratio("0.08891")))
    #expect(bot.engine.isFlat)
    #expect(bot.engine.ledger.cash == money("1008.891"))
    #expect(bot.engine.ledger.realized == money("8.891"))
  }

  @Test func `an exit signal without a trade is ignored`() throws {
    var bot = EngineDriver(try makeSettings())
    #expect(bot.candle("100", .exit).decisions == ["signal ignored not_in_market"])
  }

  @Test func `partial sales leave the trade open until the last`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    let order = try #require(bot.candle("110", .exit).placed.first)
    bot.fill(order, "0.4", at: "110", id: "a")
    #expect(bot.engine.trades[id]?.held == quantity("0.6"))
    #expect(bot.engine.exposure() == money("60"))
    bot.fill(order, "0.6", at: "110", id: "b")
    #expect(bot.engine.isFlat)
  }

  @Test func `the stop-loss sells at the stop, not above it`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    #expect(bot.trade("90.01").isEmpty)
    let step = bot.trade("90")
    #expect(step.placements == ["sell market 1"])
    #expect(step.decisions == ["stop_loss ordered stop_loss"])
    #expect(bot.trade("80").isEmpty)
  }

  @Test func `a stop is judged at a candle's close too`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    #expect(bot.candle("85").decisions == ["stop_loss ordered stop_loss"])
  }

  @Test(arguments: [
    (minutes: 0, at: "110.11", sells: false), (minutes: 0, at: "110.13", sells: true),
    (minutes: 29, at: "105", sells: false), (minutes: 30, at: "105", sells: true),
    (minutes: 30, at: "100.1", sells: false), (minutes: 60, at: "95", sells: true),
  ])
  func `the ROI table counts minutes, wants more than its ratio, and -1 takes anything`(
    minutes: Int64, at price: String, sells: Bool
  ) throws {
    let table = [
      ExitRules.ROIStep(afterMinutes: 0, ratio: ratio("0.1")), .init(afterMinutes: 30, ratio: ratio("0")),
      .init(afterMinutes: 60, ratio: ratio("-1")),
    ]
    let rules = try ExitRules(minimalROI: table, stoploss: ratio("-0.1"))
    var bot = EngineDriver(try makeSettings { $0.exits = rules })
    try bot.openTrade()
    bot.time = bot.time.advanced(byMilliseconds: minutes * 60_000)
    #expect(bot.trade(price).decisions == (sells ? ["roi ordered roi"] : []))
  }

  @Test func `a trailing stop follows by the stop-loss and never goes down`() throws {
    let rules = try ExitRules(stoploss: ratio("-0.1"), trailing: ExitRules.Trailing())
    var bot = EngineDriver(try makeSettings { $0.exits = rules })
    let id = try bot.openTrade()
    bot.trade("120")
    #expect(bot.engine.trades[id]?.stopPrice == price("108"))
    bot.trade("110")
    #expect(bot.engine.trades[id]?.stopPrice == price("108"))
    #expect(bot.engine.trades[id]?.initialStopPrice == price("90"))
    #expect(bot.trade("108").decisions == ["trailing_stop_loss ordered trailing_stop_loss"])
  }

  @Test func `trailing_stop_positive takes over above its offset`() throws {
    let trailing = ExitRules.Trailing(positive: ratio("0.02"), positiveOffset: ratio("0.05"))
    let rules = try ExitRules(stoploss: ratio("-0.1"), trailing: trailing)
    var bot = EngineDriver(try makeSettings { $0.exits = rules })
    let id = try bot.openTrade()
    bot.trade("104")
    #expect(bot.engine.trades[id]?.stopPrice == price("93.6"))
    bot.trade("110")
    #expect(bot.engine.trades[id]?.stopPrice == price("107.8"))
  }

  @Test func `with only_offset_is_reached the stop stays until then`() throws {
    let trailing = ExitRules.Trailing(
      positive: ratio("0.02"), positiveOffset: ratio("0.05"), onlyOffsetIsReached: true)
    let rules = try ExitRules(stoploss: ratio("-0.1"), trailing: trailing)
    var bot = EngineDriver(try makeSettings { $0.exits = rules })
    let id = try bot.openTrade()
    #expect(bot.trade("104").isEmpty)
    #expect(bot.engine.trades[id]?.stopPrice == price("90"))
    let step = bot.trade("110")
    #expect(bot.engine.trades[id]?.stopPrice == price("107.8"))
    #expect(step.changes == [.trade(try #require(bot.engine.trades[id]))])
  }

  @Test func `a trade is sold by hand, at the market or at a limit`() throws {
    var bot = EngineDriver(try makeSettings())
    let first = try bot.openTrade()
    let second = try bot.openTrade(of: ether)
    #expect(bot.command(.exit(first, limit: nil)).placements == ["sell market 1"])
    #expect(bot.command(.exit(second, limit: price("120"))).placements == ["sell limit 120 1"])
    #expect(bot.command(.exit(TradeID(99), limit: nil)).refusal == .unknownTrade(TradeID(99)))
  }

  @Test func `everything is sold by hand, and entries that rest are taken back`() throws {
    var bot = EngineDriver(try makeSettings())
    #expect(bot.command(.exit(nil, limit: nil)).refusal == .nothingOpen)
    try bot.openTrade()
    let entry = try #require(bot.command(.enter(ether, stake: nil, limit: price("90"))).placed.first)
    let step = bot.command(.exit(nil, limit: nil))
    #expect(step.cancels == [entry.value])
    #expect(step.placements == ["sell market 1"])
    #expect(step.refusal == nil)
  }

  @Test func `a limit exit gives way to the stop, once it is gone`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    let limit = try #require(bot.command(.exit(id, limit: price("120"))).placed.first)
    let step = bot.trade("90")
    #expect(step.cancels == [limit.value])
    #expect(step.placements.isEmpty)
    #expect(bot.trade("89").requests.isEmpty)
    let gone = bot.report(limit, .canceled(reason: "canceled"))
    #expect(gone.placements == ["sell market 1"])
    #expect(gone.decisions == ["stop_loss ordered stop_loss"])
  }

  @Test func `a limit exit that fills while it is taken back leaves nothing to sell`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    let limit = try #require(bot.command(.exit(id, limit: price("120"))).placed.first)
    bot.trade("90")
    #expect(try bot.fillRest(of: limit, at: "120").requests.isEmpty)
    #expect(bot.report(limit, .canceled(reason: "too late")).isEmpty)
    #expect(bot.engine.isFlat)
  }

  @Test func `an exit that would be refused leaves what rests alone`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    bot.command(.exit(id, limit: price("120")))
    let step = bot.command(.exit(id, limit: price("120.005")))
    #expect(step.cancels.isEmpty)
    #expect(step.refusal == .risk(.filter(.priceOffTick(tick: price("0.01"), price: price("120.005")))))
    #expect(bot.onlyOrder?.terms.kind == .limit(price("120")))
  }

  @Test func `a stop takes back the rest of an entry before it sells`() throws {
    var bot = EngineDriver(try makeSettings())
    let entry = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(entry, "0.5", at: "100", id: "a")
    #expect(bot.trade("90").cancels == [entry.value])
    #expect(bot.report(entry, .canceled(reason: "canceled")).placements == ["sell market 0.5"])
  }

  @Test func `a refused exit is tried again at the next candle, and no sooner`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    let order = try #require(bot.trade("90").placed.first)
    #expect(bot.report(order, .refused(reason: "no")).requests.isEmpty)
    #expect(bot.trade("89").isEmpty)
    #expect(bot.trade("88").isEmpty)
    #expect(bot.candle("88").placements == ["sell market 1"])
  }

  @Test func `an exit that no rule approves is refused once per candle`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    var halted = instrument(bitcoin)
    halted.status = .suspended("HALT")
    bot.engine.instruments[bitcoin] = halted
    #expect(bot.trade("90").decisions == ["stop_loss refused exchange_filter"])
    #expect(bot.trade("90").isEmpty)
    #expect(bot.candle("90").decisions == ["stop_loss refused exchange_filter"])
    bot.engine.instruments[bitcoin] = instrument(bitcoin)
    #expect(bot.candle("90").placements == ["sell market 1"])
  }

  @Test func `an order that the venue ends is not placed again before the next candle`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    let order = try #require(bot.command(.permit(.closing)).placed.first)
    #expect(bot.report(order, .expired(reason: "no liquidity")).requests.isEmpty)
    #expect(bot.candle("100").placements == ["sell market 1"])
  }

  @Test func `closing sells everything, then the bot is finished`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    let order = try #require(bot.command(.permit(.closing)).placed.first)
    #expect(!bot.engine.isFinished)
    try bot.fillRest(of: order, at: "100")
    #expect(bot.engine.isFinished)
  }

  @Test func `closing sells what an entry got before it was taken back`() throws {
    var bot = EngineDriver(try makeSettings())
    let entry = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(entry, "0.5", at: "100", id: "a")
    #expect(bot.command(.permit(.closing)).cancels.contains(entry.value))
    #expect(bot.report(entry, .canceled(reason: "canceled")).placements == ["sell market 0.5"])
    try bot.fillRest(of: try #require(bot.onlyOrder).id, at: "100")
    #expect(bot.engine.isFinished)
  }

  @Test func `halting takes orders back, keeps the trade and acts on nothing`() throws {
    var bot = EngineDriver(try makeSettings())
    let id = try bot.openTrade()
    let limit = try #require(bot.command(.exit(id, limit: price("120"))).placed.first)
    #expect(bot.command(.permit(.halting)).cancels == [limit.value])
    #expect(bot.trade("50").isEmpty)
    #expect(bot.candle("50", .exit).placements.isEmpty)
    #expect(bot.report(limit, .canceled(reason: "canceled")).requests.isEmpty)
    #expect(bot.engine.isFinished)
    #expect(bot.engine.trades[id]?.held == quantity("1"))
  }

  @Test func `what is too little to be sold does not keep a slot for ever`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    var coarser = instrument(bitcoin)
    coarser.lot.step = quantity("0.3")
    bot.engine.instruments[bitcoin] = coarser
    let order = try #require(bot.candle("110", .exit).placed.first)
    let step = bot.fill(order, "0.9", at: "110", id: "a")
    let closed = try #require(step.closedTrades.first)
    #expect(closed.closing?.profit == money("-1"))
    #expect(closed.held == quantity("0.1"))
    #expect(step.notices == [.warning])
    #expect(bot.engine.isFlat)
    #expect(bot.engine.ledger.cash == bot.engine.ledger.equity)
  }

  @Test func `a position that is worth too little is kept, and left behind when the bot is emptied`() throws {
    var bot = EngineDriver(try makeSettings())
    let entry = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(entry, "0.04", at: "100", id: "a")
    #expect(bot.command(.permit(.managing)).cancels == [entry.value])
    bot.report(entry, .canceled(reason: "canceled"))
    #expect(bot.candle("110", .exit).decisions == ["signal refused exchange_filter"])
    #expect(bot.engine.trades.count == 1)
    let step = bot.command(.permit(.closing))
    #expect(step.closedTrades.count == 1)
    #expect(bot.engine.isFinished)
    #expect(bot.engine.ledger.cash == bot.engine.ledger.equity)
  }

  @Test func `what is more than the venue takes at once is sold in turns`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    var narrow = instrument(bitcoin)
    narrow.marketLot.maximum = quantity("0.6")
    bot.engine.instruments[bitcoin] = narrow
    let order = try #require(bot.candle("110", .exit).placed.first)
    let step = bot.fill(order, "0.6", at: "110", id: "a")
    #expect(step.placements == ["sell market 0.4"])
    let closed = try bot.fillRest(of: try #require(bot.onlyOrder).id, at: "110").closedTrades
    #expect(closed.first?.closing?.reason == "down")
    #expect(bot.engine.isFlat)
  }
}
