// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

/// What only a real venue reports: fees in other assets, orders that it doesn't know, more than was ordered.
@Suite struct VenueReportTests {
  @Test func `what the venue keeps of a bought asset is not held, and is paid for once`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(order, "1", at: "100", fee: "0.1", kept: ("BTC", "0.001"))
    let trade = try #require(bot.engine.trades.values.first)
    #expect(trade.held == quantity("0.999"))
    #expect(trade.entered.cost == money("99.9"))
    #expect(trade.entered.fee == money("0.1"))
    #expect(trade.entered.rate == price("100"))
    #expect(bot.engine.ledger.cash == money("900"))
    let exit = try #require(bot.candle("100", .exit).placed.first)
    bot.fill(exit, "0.999", at: "100", fee: "0.0999")
    #expect(bot.engine.isFlat)
    #expect(bot.engine.ledger.cash == money("999.8001"))
    #expect(bot.engine.ledger.equity == bot.engine.ledger.cash)
  }

  @Test func `a fee in another asset leaves the money in hand, and counts as a loss`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.fill(order, "1", at: "100", fee: "0.075", kept: ("BNB", "0.0001"))
    #expect(bot.engine.trades.values.first?.held == quantity("1"))
    #expect(bot.engine.ledger.cash == money("900"))
    let exit = try #require(bot.candle("100", .exit).placed.first)
    bot.fill(exit, "1", at: "100", fee: "0.075", kept: ("BNB", "0.0001"))
    #expect(bot.engine.ledger.cash == money("1000"))
    #expect(bot.engine.ledger.realized == money("-0.15"))
  }

  @Test func `only a second miss, long enough after the first, proves that an order was never placed`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    #expect(bot.report(order, .replyLost(reason: "reset")).queries == [order.value])
    bot.report(order, .missing)
    bot.time = bot.time.advanced(byMilliseconds: 9_999)
    bot.report(order, .missing)
    #expect(bot.engine.orders[order]?.status == .unknown)
    #expect(bot.engine.free == money("899.9"))
    bot.time = bot.time.advanced(byMilliseconds: 1)
    #expect(bot.report(order, .missing).notices == [.warning])
    #expect(bot.engine.isFlat)
    #expect(bot.engine.free == money("1000"))
  }

  @Test func `an order that was never placed is not sent again; a new signal makes a new one`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.report(order, .replyLost(reason: "reset"))
    bot.report(order, .missing)
    bot.time = bot.time.advanced(byMilliseconds: 10_000)
    #expect(bot.report(order, .missing).requests.isEmpty)
    #expect(bot.candle("100").requests.isEmpty)
    let next = try #require(bot.candle("100", .enter).placed.first)
    #expect(next != order)
  }

  @Test func `what is heard between two misses undoes the first`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.command(.enter(bitcoin, stake: nil, limit: price("90"))).placed.first)
    bot.report(order, .accepted(exchangeOrderID: "x"))
    bot.report(order, .missing)
    bot.time = bot.time.advanced(byMilliseconds: 3_600_000)
    bot.report(order, .accepted(exchangeOrderID: "x"))
    bot.report(order, .missing)
    #expect(bot.engine.orders[order]?.status == .open)
  }

  @Test func `an exit that never left is asked anew, as another order, a second later`() throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade()
    let stop = try #require(bot.trade("80").placed.first)
    bot.report(stop, .withheld(reason: "no room in the order count"))
    #expect(bot.trade("80").requests.isEmpty)
    bot.time = bot.time.advanced(byMilliseconds: 1_000)
    let again = bot.trade("95")
    #expect(again.placements == ["sell market 1"])
    #expect(again.placed.first != stop)
  }

  @Test func `an entry that never left is given up`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.report(order, .withheld(reason: "the kill switch is on"))
    #expect(bot.engine.isFlat)
    bot.time = bot.time.advanced(byMilliseconds: 10_000)
    #expect(bot.trade("100").requests.isEmpty)
  }

  @Test func `an order that was open and is not known any more has ended`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.command(.enter(bitcoin, stake: nil, limit: price("90"))).placed.first)
    bot.report(order, .accepted(exchangeOrderID: "x"))
    bot.report(order, .missing)
    #expect(bot.engine.orders[order]?.status == .open)
    bot.time = bot.time.advanced(byMilliseconds: 10_000)
    let step = bot.report(order, .missing)
    #expect(step.orderStatuses == [.expired])
    #expect(bot.engine.isFlat)
  }

  @Test func `a fill of an order that was believed never placed brings it back`() throws {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    bot.report(order, .refused(reason: "no"))
    #expect(bot.engine.isFlat)
    bot.fill(order, "0.4", at: "100")
    #expect(bot.engine.orders[order]?.status == .partiallyFilled)
    #expect(bot.engine.trades.values.first?.held == quantity("0.4"))
  }

  @Test func `what is filled beyond an order is booked, and nothing more is opened until a person starts the bot anew`()
    throws
  {
    var bot = EngineDriver(try makeSettings())
    let order = try #require(bot.candle("100", .enter).placed.first)
    #expect(bot.fill(order, "1.5", at: "100").notices == [.error])
    #expect(bot.engine.trades.values.first?.held == quantity("1.5"))
    #expect(bot.engine.ledger.cash == money("850"))
    #expect(bot.candle("100", .enter, of: ether).decisions == ["signal refused entries_held"])
    #expect(bot.candle("100", .exit).placements == ["sell market 1.5"])
    _ = bot.engine.beginAnew()
    #expect(bot.candle("100", .enter, of: ether).decisions == ["signal ordered up"])
  }

  @Test(arguments: [
    (EntryHolds(killSwitch: "drill"), "kill_switch"), (EntryHolds(account: "not reconciled"), "account"),
    (EntryHolds(assets: [Asset("USDT")!: "5 USDT are missing"]), "account"),
    (EntryHolds(assets: [Asset("BTC")!: "1 BTC is missing"]), "account"),
  ])
  func `what holds entries back from outside lets exits pass`(holds: EntryHolds, rule: String) throws {
    var bot = EngineDriver(try makeSettings())
    try bot.openTrade(of: ether)
    bot.engine.holds = holds
    #expect(bot.candle("100", .enter).decisions == ["signal refused \(rule)"])
    #expect(bot.candle("100", .exit, of: ether).placements == ["sell market 1"])
  }

  @Test func `an asset that is short holds back only pairs that need it`() throws {
    var bot = EngineDriver(try makeSettings())
    bot.engine.holds = EntryHolds(assets: [Asset("BTC")!: "1 BTC is missing"])
    #expect(bot.candle("100", .enter, of: ether).decisions == ["signal ordered up"])
  }
}

extension EngineDriver {
  /// Fills an order, of which the venue took a fee in an asset of its choice.
  @discardableResult
  mutating func fill(
    _ order: OrderID, _ amount: String, at: String, fee: String = "0", kept: (asset: String, amount: String)? = nil
  ) -> EngineStep {
    let commission = kept.map { Commission(asset: Asset($0.asset)!, amount: fixed($0.amount)) }
    return report(
      order,
      .filled(
        id: FillID("fill-\(changes.count)"), price: price(at), quantity: quantity(amount), fee: money(fee),
        commission: commission))
  }
}

extension EngineStep {
  /// Where orders stand after the step.
  fileprivate var orderStatuses: [OrderStatus] {
    changes.compactMap { if case .order(let order) = $0 { order.status } else { nil } }
  }
}
