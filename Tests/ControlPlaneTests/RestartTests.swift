// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import MarketData
import Testing
import TradingModel

@testable import ControlPlane
@testable import Store

@Suite(.timeLimit(.minutes(5))) struct RestartTests {
  /// What a bot has come to.
  private struct Remains: Equatable {
    let record: BotRecord
    let trades: [TradeID: Trade]
    let orders: [OrderID: Order]
    let ledger: BotLedger?
    let closed: [Trade]
  }

  private func remains(_ name: String, _ world: World) async throws -> Remains {
    let entry = try world.entry(name)
    let closed = try await world.store.trades(of: entry.record.number, status: .closed, StoredPart(limit: 100)).items
    return Remains(
      record: entry.record, trades: entry.openTrades, orders: entry.openOrders, ledger: entry.ledger, closed: closed)
  }

  @Test func `after a crash every bot is found in its state with all that it had`() async throws {
    try await inWorld { world in
      let names = ["running", "paused", "stopped", "fresh"]
      try await world.run("running", "paused", "stopped")
      try await world.create("fresh")
      try await world.buy(at: 100, "running", "paused", "stopped")
      try await world.sell(at: 110, "running", "paused", "stopped")
      try await world.buy(at: 100, "running", "paused", "stopped")
      try await world.perform(.pause, "paused")
      try await world.perform(.stop, "stopped", .keep)
      try await world.until("stopped", is: .idle)
      _ = try await world.fleet.exit(
        World.name("running"), ExitRequest(.pair(World.bitcoin), limitPrice: Price(200)), by: World.admin)
      var before: [Remains] = []
      for name in names { before.append(try await remains(name, world)) }

      try await world.crash()
      try await world.until("running", is: .running)
      try await world.until("paused", is: .running)
      for (name, before) in zip(names, before) {
        #expect(try await remains(name, world) == before, "\(name)")
      }
      #expect(try world.entry("stopped").phase == .idle)
      #expect(try world.entry("fresh").phase == .idle)
      #expect(await world.fleet.readiness().isReady)

      world.trade(at: 201)
      try await world.until { try world.entry("running").isFlat }
      try await world.sell(at: 110, "paused")
      try await world.buy(at: 100, "running")
      let orders = try await world.store.orders(of: BotNumber(1), StoredPart(limit: 100)).items
      #expect(orders.count == 5)
      #expect(Set(orders.map(\.clientOrderID)).count == 5)
    }
  }

  @Test func `a bot that was started and has bought nothing has its wallet after a crash`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.perform(.stop, "alpha")
      try await world.until("alpha", is: .idle)
      let before = try await remains("alpha", world)
      #expect(before.ledger?.cash == Money(1000))
      try await world.crash()
      #expect(try await remains("alpha", world) == before)
    }
  }

  @Test func `a bot that was selling everything goes on selling after a crash`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      try await world.perform(.stop, "alpha", .close)
      try await world.until { try world.entry("alpha").openOrders.values.contains { $0.terms.side == .sell } }
      try await world.crash()
      #expect(try world.entry("alpha").phase == .starting)
      try await world.until {
        world.trade(at: 105)
        return try world.entry("alpha").phase == .idle
      }
      #expect(try world.entry("alpha").isFlat)
      #expect(try !world.entry("alpha").record.isClosing)
      let sold = try await world.store.trades(of: BotNumber(1), StoredPart(limit: 10)).items
      #expect(sold.map(\.closing?.reason) == ["force_exit"])
    }
  }

  @Test func `a crash before the sale was decided loses nothing of the wish to sell`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      try await world.perform(.stop, "alpha", .keep)
      try await world.until("alpha", is: .idle)
      world.feed.hold(true)
      try await world.perform(.stop, "alpha", .close)
      try await world.crash()
      world.feed.hold(false)
      try await world.until { try world.entry("alpha").openOrders.values.contains { $0.terms.side == .sell } }
      world.trade(at: 105)
      try await world.until("alpha", is: .idle)
      #expect(try world.entry("alpha").isFlat)
    }
  }
}
