// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import MarketData
import Ports
import StrategyKit
import Testing
import TradingModel

@testable import ControlPlane
@testable import Store

@Suite(.timeLimit(.minutes(5))) struct ChangeTests {
  @Test func `a running bot takes stake, slots, limits and description over in place`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      let view = try await world.change(
        "alpha", ["description": "new", "stake_amount": "50", "max_open_trades": 7, "risk": ["max_trade_value": "60"]])
      #expect(view.record.generation == 3)
      #expect(view.record.settings.maxOpenTrades == 7)
      #expect(try await world.store.bot(named: World.name("alpha")) == view.record)
      try await world.sell(at: 110, "alpha")
      try await world.buy(at: 100, "alpha")
      #expect(try world.entry("alpha").openTrades.values.first?.entered.cost == Money(50))
      #expect(try world.entry("alpha").phase == .running)
    }
  }

  @Test(arguments: [
    ("strategy_parameters", ["enter_above": 5] as Node), ("timeframe", "5m"), ("mode", "live_spot"),
    ("stoploss", -0.2), ("dry_run_wallet", "5"),
  ]) func `a running bot refuses what it can't take over, and is as it was`(field: String, value: Node) async throws {
    try await inWorld { world in
      try await world.run("alpha")
      let before = try world.entry("alpha").record
      do {
        try await world.change("alpha", .object([.init(key: field, value: value)]))
        Issue.record("it was changed")
      } catch ControlError.conflict(_, let named) {
        #expect(named == field)
      }
      #expect(try world.entry("alpha").record == before)
    }
  }

  @Test func `pairs that a running bot gets are watched and traded, those that it loses aren't`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.change("alpha", ["pairs": ["BTC/USDT", "ETH/USDT"]])
      try await world.until { try world.entry("alpha").engineSeries.contains(World.key(World.ether)) }
      try await world.until { try world.entry("alpha").series[World.key(World.ether)] == .live }
      try await world.buy(World.ether, at: 50, "alpha")
      try await world.change("alpha", ["pairs": ["BTC/USDT"]])
      // It holds ETH, so ETH goes on being watched, and is sold.
      try await world.buy(at: 100, "alpha")
      #expect(world.feed.watches(of: World.key(World.ether)) == [1, 1])
      try await world.sell(World.ether, at: 60, "alpha")
      try await world.until { world.feed.watches(of: World.key(World.ether)) == [0, 0] }
      #expect(world.feed.watches(of: World.key()) == [1, 1])
      #expect(try world.entry("alpha").series.keys.sorted() == [World.key()])
      try await world.sell(at: 110, "alpha")
    }
  }

  @Test func `a bot that is changed while it starts starts as it is wanted by then`() async throws {
    try await inWorld { world in
      world.feed.hold(true)
      try await world.create("alpha")
      try await world.perform(.start, "alpha")
      try await world.until { world.feed.heldWatches == 1 }
      try await world.change("alpha", ["pairs": ["ETH/USDT"], "stake_amount": "70"])
      world.feed.hold(false)
      try await world.until("alpha", is: .running)
      try await world.buy(World.ether, at: 50, "alpha")
      #expect(try world.entry("alpha").openTrades.values.first?.entered.cost == Money(70))
      #expect(world.feed.watches(of: World.key()) == [0, 0])
    }
  }

  @Test func `a paused bot takes other parameters over and goes on from its journal`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      let held = try world.entry("alpha").openTrades
      try await world.perform(.pause, "alpha")
      let view = try await world.change("alpha", ["strategy_parameters": ["enter_above": "500"]])
      #expect(view.record.settings.strategyParameters.decimal("enter_above") == Fixed(500))
      #expect(view.phase != .running)
      try await world.until("alpha", is: .running)
      #expect(try world.entry("alpha").openTrades == held)
      try await world.perform(.resume, "alpha")
      try await world.sell(at: 110, "alpha")
      world.close(from: 100, to: 101)
      try await world.buy(at: 501, "alpha")
      let signals = try await world.store.signals(of: BotNumber(1), StoredPart(limit: 10)).items
      #expect(signals.map(\.value.signal.action) == [.enter, .exit, .enter])
    }
  }

  @Test func `a paused bot that gets another timeframe watches that one only`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.perform(.pause, "alpha")
      try await world.change("alpha", ["timeframe": "5m"])
      let key = SeriesKey(pair: World.bitcoin, timeframe: .fiveMinutes)
      try await world.until { world.feed.watches(of: key)[0] == 1 && world.feed.watches(of: World.key())[0] == 0 }
      try await world.until("alpha", is: .running)
      #expect(world.feed.allWatches == 2)
      try await world.perform(.stop, "alpha")
      try await world.until { world.feed.allWatches == 0 }
    }
  }

  @Test func `what a bot pays with and begins with can't change once it has run`() async throws {
    try await inWorld { world in
      try await world.create("alpha")
      #expect(try await world.change("alpha", ["dry_run_wallet": "2000"]).record.settings.dryRunWallet == Money(2000))
      try await world.perform(.start, "alpha")
      try await world.until("alpha", is: .running)
      try await world.buy(at: 100, "alpha")
      try await world.sell(at: 110, "alpha")
      try await world.perform(.stop, "alpha")
      try await world.until("alpha", is: .idle)
      for (patch, field) in [
        (["dry_run_wallet": "3000"] as Node, "dry_run_wallet"),
        (["stake_currency": "BTC", "pairs": ["ETH/BTC"]], "stake_currency"),
      ] {
        world.feed.set(instruments: [:])
        do {
          try await world.change("alpha", patch)
          Issue.record("\(field) was changed")
        } catch ControlError.conflict(_, let named) {
          #expect(named == field)
        }
      }
    }
  }

  @Test func `a change of another generation than the current one is stale`() async throws {
    try await inWorld { world in
      try await world.create("alpha")
      #expect(try await world.change("alpha", ["description": "one"], ifGeneration: 1).record.generation == 2)
      await #expect(throws: ControlError.stale(current: 2)) {
        try await world.change("alpha", ["description": "two"], ifGeneration: 1)
      }
      #expect(try await world.change("alpha", ["description": "one"], ifGeneration: 2).record.generation == 2)
    }
  }

  @Test func `a bot whose strategy is gone fails, and starts when it gets another`() async throws {
    try await inWorld { world in
      let settings = try BotDraft([
        "name": "alpha", "strategy": "scripted", "pairs": ["BTC/USDT"], "timeframe": "1m",
      ]).settings(catalog: await world.fleet.catalog)
      var lost = settings
      lost.strategy = "gone"
      _ = try await world.fleet.createBot(lost, by: World.admin)
      try await world.perform(.start, "alpha")
      try await world.until("alpha", is: .failed)
      #expect(try world.entry("alpha").view.conditions.contains { $0.message.contains("no strategy named gone") })
      try await world.perform(.pause, "alpha")
      try await world.until("alpha", is: .failed)
      try await world.change("alpha", ["strategy": "scripted"])
      try await world.perform(.resume, "alpha")
      try await world.until("alpha", is: .running)
      try await world.perform(.stop, "alpha")
      try await world.until("alpha", is: .idle)
      #expect(world.feed.allWatches == 0)
    }
  }
}
