// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import MarketData
import Ports
import Testing
import TradingModel

@testable import ControlPlane
@testable import Store

@Suite(.timeLimit(.minutes(5))) struct MarketTests {
  private func condition(_ kind: BotCondition.Kind, of name: String, in world: World) throws -> BotCondition? {
    try world.entry(name).conditions[kind]
  }

  @Test func `a bot is degraded with its feed, says why, and runs again with it`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      world.feed.tell(.degraded(reason: "the stream is silent"), of: World.key())
      try await world.until("alpha", is: .degraded)
      let condition = try #require(try condition(.marketData, of: "alpha", in: world))
      #expect(condition.message == "BTC/USDT 1m: the stream is silent")
      world.feed.tell(.live, of: World.key())
      try await world.until("alpha", is: .running)
      try await world.buy(at: 100, "alpha")
    }
  }

  @Test func `a feed that heals while a bot is brought up leaves no stale condition`() async throws {
    try await inWorld { world in
      for round in 0..<20 {
        world.feed.set(.degraded(reason: "no answer"), of: World.key())
        try await world.create("bot-\(round)")
        try await world.perform(.start, "bot-\(round)")
        try await world.until { world.feed.watches(of: World.key())[0] == round + 1 }
        world.feed.tell(.live, of: World.key())
        try await world.until("bot-\(round)", is: .running)
      }
    }
  }

  @Test func `a pair that the venue does not trade degrades its bot`() async throws {
    try await inWorld { world in
      try await world.create("alpha", [("pairs", ["BTC/USDT", "ETH/USDT"])])
      world.feed.set(instruments: [World.bitcoin: ScriptedFeed.rules(of: World.bitcoin)])
      try await world.perform(.start, "alpha")
      try await world.until("alpha", is: .degraded)
      let message = try condition(.marketData, of: "alpha", in: world)?.message
      #expect(message == "ETH/USDT 1m: the venue does not trade the pair")
      try await world.buy(at: 100, "alpha")
    }
  }

  @Test func `a bot that starts before the venue is reached trades once it is, without another start`() async throws {
    try await inWorld { world in
      let rules = world.feed.instruments
      world.feed.set(instruments: [:])
      world.feed.set(.degraded(reason: "unreachable"), of: World.key())
      try await world.create("alpha")
      try await world.perform(.start, "alpha")
      try await world.until("alpha", is: .degraded)
      world.feed.tell(.live, of: World.key())
      try await world.until("alpha", is: .running)
      world.close(from: 99, to: 100)
      try await world.until { try await world.store.decisions(of: BotNumber(1), StoredPart(limit: 9)).items.count == 1 }
      let refused = try await world.store.decisions(of: BotNumber(1), StoredPart(limit: 9)).items
      #expect(refused.map(\.value.rule) == ["unknown_pair"])
      world.feed.set(instruments: rules)
      try await world.buy(at: 100, "alpha")
    }
  }

  @Test func `a bot can be told to buy as soon as the venue's rules are there`() async throws {
    try await inWorld { world in
      let rules = world.feed.instruments
      world.feed.set(instruments: [:])
      try await world.run("alpha")
      world.trade(at: 100)
      world.feed.set(instruments: rules)
      let order = try await world.fleet.enter(
        World.name("alpha"), EntryRequest(pair: World.bitcoin, limitPrice: Price(90)), by: World.admin)
      #expect(order.order.status == .open)
    }
  }

  @Test func `a strategy that fails is skipped, counted and shown, and the other bots go on`() async throws {
    try await inWorld(shards: 1) { world in
      try await world.run("alpha", "beta")
      try await world.run("gamma", with: [("pairs", ["ETH/USDT"])])
      world.close(from: 99, to: 100, volume: 13)
      try await world.until("alpha", is: .degraded)
      let condition = try #require(try condition(.strategy, of: "alpha", in: world))
      #expect(!condition.isHealthy)
      #expect(condition.message.contains("BTC/USDT"))
      #expect(condition.message.contains("13 is no volume"))
      #expect(condition.message.hasSuffix("it has failed 1 times"))
      try await world.buy(World.ether, at: 50, "gamma")
      #expect(try world.entry("gamma").phase == .running)
      try await world.buy(at: 100, "alpha", "beta")
      try await world.until("alpha", is: .running)
      let logs = try await world.store.logs(of: BotNumber(1), StoredPart(limit: 9)).items
      #expect(logs.filter { $0.value.level == .error }.count == 1)
    }
  }

  @Test func `a bot's log tells what was asked of it, by whom, and how it went on`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.change("alpha", ["description": "new"])
      try await world.perform(.stop, "alpha")
      try await world.until("alpha", is: .idle)
      var lines: [String] = []
      try await world.until {
        lines = try await world.store.logs(of: BotNumber(1), StoredPart(limit: 20)).items.map(\.value.message)
        return lines.first == "idle"
      }
      for line in ["admin: bot.create", "admin: bot.start", "running", "admin: bot.update", "admin: bot.stop"] {
        #expect(lines.contains { $0.hasPrefix(line) }, "\(lines)")
      }
    }
  }

  @Test func `phases are told in the order in which they came, the last one last`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      for _ in 0..<30 {
        world.feed.tell(.degraded(reason: "silent"), of: World.key())
        world.feed.tell(.live, of: World.key())
      }
      try await world.perform(.stop, "alpha")
      try await world.until("alpha", is: .idle)
      try await world.until { try world.entry("alpha").toldPhase == .idle }
      let told = try await world.store.events(types: [.botPhase], StoredPart(limit: 200)).items
      let phases = try told.map { try JSONParser().parse($0.data)["phase"]?.string }
      #expect(phases.first == "idle")
      #expect(!zip(phases, phases.dropFirst()).contains { $0 == $1 })
    }
  }
}
