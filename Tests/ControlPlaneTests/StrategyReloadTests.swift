// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import Documents
import MarketData
import StrategyKit
import Testing
import TradingModel

@testable import ControlPlane
@testable import Store

@Suite(.timeLimit(.minutes(5))) struct StrategyReloadTests {
  /// The scripted strategy under another name, as if it stood in a file.
  private func file(
    _ name: String, enterAboveMax: Int = 1_000_000, exits: ExitRules = .standard, timeframe: Timeframe? = nil,
    tradeRules: [String] = [], settings: StrategySettings = StrategySettings()
  ) -> StrategyDefinition {
    StrategyDefinition(
      name: name, summary: "", rules: "\(enterAboveMax)",
      parameters: [
        .decimal("enter_above", default: .zero, in: Fixed(0)...Fixed(enterAboveMax), summary: "No entry at or below.")
      ], exitDefaults: exits, settings: settings, timeframe: timeframe, source: .file, tradeRules: tradeRules,
      identify: { "\(name) \(enterAboveMax) \($0.decimal("enter_above"))" },
      build: { World.Scripted(enterAbove: Price($0.decimal("enter_above"))) })
  }

  private func reload(_ world: World) async throws -> [StrategyReloadView.Change] {
    try await world.fleet.reloadStrategies(by: World.admin).changes
  }

  @Test func `files are taken as they are, and bots can have their strategies`() async throws {
    try await inWorld { world in
      world.files.set([file("dip"), file("rip")])
      #expect(try await reload(world).map { "\($0.name) \($0.kind)" } == ["dip added", "rip added"])
      try await world.run("alpha", with: [("strategy", "dip")])
      try await world.buy(at: 100, "alpha")
      #expect(try await reload(world).map { "\($0.name) \($0.kind)" } == ["dip unchanged", "rip unchanged"])
      world.files.set([file("dip")])
      #expect(try await reload(world).map { "\($0.name) \($0.kind)" } == ["dip unchanged", "rip removed"])
    }
  }

  @Test func `a bot goes on with the changed file, keeps what it holds and its exits, and says so`() async throws {
    try await inWorld { world in
      world.files.set([file("dip")])
      _ = try await reload(world)
      try await world.run("alpha", with: [("strategy", "dip")])
      try await world.buy(at: 100, "alpha")
      let tighter = try ExitRules(stoploss: Ratio(Fixed("-0.01")!))
      world.files.set([file("dip", enterAboveMax: 500, exits: tighter)])
      let change = try #require(try await reload(world).first)
      #expect(change.kind == .changed)
      #expect(change.bots.map(\.openTrades) == [1])
      #expect(change.bots.first?.note.contains("keeps its own minimal_roi, stoploss and trailing stop") == true)
      #expect(change.bots.first?.note.contains("its 1 open trades") == true)
      try await world.until("alpha", is: .running)
      #expect(try world.entry("alpha").openTrades.count == 1)
      #expect(try world.entry("alpha").record.settings.exits == .standard)
      world.close(from: 100, to: 90)
      world.trade(at: 90)
      try await world.until { try world.entry("alpha").isFlat }
    }
  }

  @Test func `nothing is taken where a file is wrong`() async throws {
    try await inWorld { world in
      world.files.set(
        [file("dip")],
        [StrategyFaultView(file: "rip.yaml", position: nil, field: "enter", value: "x", message: "it is missing")])
      do {
        _ = try await reload(world)
        Issue.record("it was taken")
      } catch ControlError.invalid(let errors) {
        #expect(errors.all.map(\.field) == ["rip.yaml"])
        #expect(errors.all.map(\.message) == ["enter: it is missing"])
      }
      #expect(await world.fleet.catalog.strategy(named: "dip") == nil)
    }
  }

  @Test func `nothing is taken where a bot would lose its strategy, or has a value that it refuses`() async throws {
    try await inWorld { world in
      world.files.set([file("dip")])
      _ = try await reload(world)
      try await world.run(
        "alpha", with: [("strategy", "dip"), ("strategy_parameters", ["enter_above": 800])])
      world.files.set([])
      await #expect(throws: ControlError.self) { try await reload(world) }
      world.files.set([file("dip", enterAboveMax: 500)])
      do {
        _ = try await reload(world)
        Issue.record("it was taken")
      } catch ControlError.invalid(let errors) {
        #expect(errors.all.map(\.field) == ["dip.parameters.enter_above"])
        #expect(errors.all.first?.message.hasSuffix("bot alpha has it") == true)
      }
      world.files.set([file("dip", timeframe: .oneHour)])
      await #expect(throws: ControlError.self) { try await reload(world) }
      #expect(await world.fleet.catalog.strategy(named: "dip")?.parameters.first?.maximum == Fixed(1_000_000))
      #expect(try world.entry("alpha").phase == .running)
    }
  }

  @Test func `a change of the rules for trades is told to whoever holds some`() async throws {
    try await inWorld { world in
      world.files.set([file("dip", tradeRules: ["custom_exit"])])
      _ = try await reload(world)
      try await world.run("alpha", with: [("strategy", "dip")])
      try await world.buy(at: 100, "alpha")
      world.files.set([file("dip", enterAboveMax: 500, tradeRules: ["exit_price", "protections"])])
      let note = try #require(try await reload(world).first?.bots.first?.note)
      #expect(
        note.hasSuffix(
          "its 1 open trades follow its exit_price at once; its 1 open trades have no custom_exit any more"))
    }
  }

  @Test func `an engine that is brought up anew knows what a protection holds back`() async throws {
    try await inWorld { world in
      var settings = StrategySettings()
      settings.protections = [
        Protection(method: .cooldownPeriod, lookback: .minutes(60), stop: .lasting(.minutes(30)))
      ]
      world.files.set([file("dip", settings: settings)])
      _ = try await reload(world)
      try await world.run("alpha", with: [("strategy", "dip")])
      try await world.buy(at: 100, "alpha")
      try await world.sell(at: 110, "alpha")
      world.files.set([file("dip", enterAboveMax: 500, settings: settings)])
      _ = try await reload(world)
      try await world.until("alpha", is: .running)
      world.close(from: 99, to: 100)
      try await world.until {
        let query = HistoryQuery<Decision.Outcome>(page: ListPart(limit: 1))
        let found = try await world.fleet.decisions(of: World.name("alpha"), query).items.first?.content
        return found?.rule == "protections" && found?.detail.hasPrefix("CooldownPeriod holds BTC/USDT back") == true
      }
    }
  }

  @Test func `every closed candle has its decision, with what the strategy thought`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      world.close(from: 100, to: 100)
      try await world.until {
        await world.fleet.diary.flush()
        let query = HistoryQuery<Decision.Outcome>(page: ListPart(limit: 10))
        let found = try await world.fleet.decisions(of: World.name("alpha"), query).items
        return found.map(\.content.rule) == ["no_signal"] && found.first?.content.explanation?.votes.count == 1
          && found.first?.content.candle == World.start
      }
    }
  }
}
