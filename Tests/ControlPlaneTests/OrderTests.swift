// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import MarketData
import Testing
import TradingModel

@testable import ControlPlane
@testable import Store

@Suite(.timeLimit(.minutes(5))) struct OrderTests {
  private let name = World.name("alpha")

  @Test func `an entry by hand is placed, on disk, told and put down`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      world.trade(at: 100)
      let view = try await world.fleet.enter(
        name, EntryRequest(pair: World.bitcoin, stakeAmount: Money(40), limitPrice: Price(90)), by: World.admin)
      #expect(view.order.status == .open)
      #expect(view.order.terms.kind == .limit(Price(90)))
      #expect(try await world.store.orders(of: BotNumber(1), StoredPart(limit: 9)).items == [view.order])
      let audit = try await world.fleet.audit(ListPart(limit: 1)).items
      #expect(audit.map(\.action) == ["bot.enter"])
      #expect(audit.map(\.outcome) == ["ok"])
      #expect(audit.map(\.actor) == ["admin"])
    }
  }

  @Test func `an entry that a limit holds back names the limit, and the audit says so`() async throws {
    try await inWorld { world in
      try await world.run("alpha", with: [("risk", ["max_trade_value": "50"])])
      world.trade(at: 100)
      try await world.until { world.feed.lastTrade(of: World.bitcoin) != nil }
      do {
        _ = try await world.fleet.enter(name, EntryRequest(pair: World.bitcoin), by: World.admin)
        Issue.record("it was placed")
      } catch ControlError.refused(let rule, let detail) {
        #expect(rule == "max_trade_value")
        #expect(try await world.fleet.audit(ListPart(limit: 1)).items.map(\.outcome) == [detail])
      }
      #expect(try world.entry("alpha").openOrders.isEmpty)
      do {
        _ = try await world.fleet.enter(name, EntryRequest(pair: World.ether), by: World.admin)
        Issue.record("it was placed")
      } catch ControlError.refused(let rule, _) {
        #expect(rule == "pairs")
      }
    }
  }

  @Test func `a bot that is not active is told nothing`() async throws {
    try await inWorld { world in
      try await world.create("alpha")
      await #expect(throws: ControlError.conflict("the bot is CREATED; start it first", field: "state")) {
        _ = try await world.fleet.enter(name, EntryRequest(pair: World.bitcoin), by: World.admin)
      }
      await #expect(throws: ControlError.conflict("the bot is CREATED; start it first", field: "state")) {
        _ = try await world.fleet.exit(name, ExitRequest(.pair(World.bitcoin)), by: World.admin)
      }
      world.feed.hold(true)
      try await world.perform(.start, "alpha")
      await #expect(
        throws: ControlError.unavailable("the bot is being brought up; try again", retryAfterSeconds: 1)
      ) { _ = try await world.fleet.enter(name, EntryRequest(pair: World.bitcoin), by: World.admin) }
      world.feed.hold(false)
      try await world.until("alpha", is: .running)
      try await world.perform(.pause, "alpha")
      do {
        _ = try await world.fleet.enter(name, EntryRequest(pair: World.bitcoin), by: World.admin)
        Issue.record("it was placed")
      } catch ControlError.refused(let rule, _) {
        #expect(rule == "entries_held")
      }
    }
  }

  @Test func `an entry that rests is taken back by an exit of its trade or of its pair`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      world.trade(at: 100)
      for byPair in [true, false] {
        let entry = try await world.fleet.enter(
          name, EntryRequest(pair: World.bitcoin, limitPrice: Price(90)), by: World.admin)
        let view = try await world.fleet.exit(
          name, ExitRequest(byPair ? .pair(World.bitcoin) : .trade(entry.order.trade)), by: World.admin)
        #expect(view.order.id == entry.order.id)
        #expect(view.order.status == .canceled)
        #expect(try world.entry("alpha").isFlat)
      }
    }
  }

  @Test func `an exit by hand sells, and one at a limit gives way to one at the market`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      let trade = try #require(try world.entry("alpha").openTrades.keys.first)
      let limit = try await world.fleet.exit(
        name, ExitRequest(.trade(trade), limitPrice: Price(200)), by: World.admin)
      #expect(limit.order.terms.kind == .limit(Price(200)))
      let market = try await world.fleet.exit(name, ExitRequest(.pair(World.bitcoin)), by: World.admin)
      #expect(market.order.terms.kind == .market)
      #expect(market.order.id > limit.order.id)
      world.trade(at: 120)
      try await world.until { try world.entry("alpha").isFlat }
      await #expect(throws: ControlError.notFound("the bot has no open trade \(trade.value)")) {
        _ = try await world.fleet.exit(name, ExitRequest(.trade(trade)), by: World.admin)
      }
      await #expect(throws: ControlError.notFound("the bot has no open trade of BTC/USDT")) {
        _ = try await world.fleet.exit(name, ExitRequest(.pair(World.bitcoin)), by: World.admin)
      }
    }
  }
}
