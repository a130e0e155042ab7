// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Testing
import TradingModel

@testable import ControlPlane

@Suite(.timeLimit(.minutes(5))) struct KillSwitchTests {
  @Test func `while it is on nobody opens anything, and everybody may sell`() async throws {
    try await inWorld { world in
      try await world.run("alpha", "beta")
      try await world.buy(at: 100, "alpha", "beta")
      try await world.sell(at: 110, "alpha", "beta")
      let view = try await world.fleet.turnKillSwitch(to: "hold", reason: "drill", by: World.admin)
      #expect(view.mode == "hold")
      #expect(view.epoch == 1)
      world.close(from: 99, to: 100)
      let refused = try await world.refusals("alpha")
      #expect(refused == ["kill_switch"])
      #expect(try world.entry("alpha").isFlat)
      #expect(try world.entry("beta").isFlat)
    }
  }

  @Test func `by hand nothing is entered either`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      world.trade(at: 100)
      _ = try await world.fleet.turnKillSwitch(to: "hold", reason: "drill", by: World.admin)
      await #expect(throws: ControlError.self) {
        try await world.fleet.enter(World.name("alpha"), EntryRequest(pair: World.bitcoin), by: World.admin)
      }
    }
  }

  @Test func `cancel takes back the entries that rest, of all bots`() async throws {
    try await inWorld { world in
      try await world.run("alpha", "beta")
      world.trade(at: 100)
      for name in ["alpha", "beta"] {
        _ = try await world.fleet.enter(
          World.name(name), EntryRequest(pair: World.bitcoin, limitPrice: Price(50)), by: World.admin)
        try await world.until { try !world.entry(name).openOrders.isEmpty }
      }
      _ = try await world.fleet.turnKillSwitch(to: "cancel", reason: "drill", by: World.admin)
      for name in ["alpha", "beta"] { try await world.until { try world.entry(name).openOrders.isEmpty } }
    }
  }

  @Test func `it survives a crash, and turning it off opens nothing`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      _ = try await world.fleet.turnKillSwitch(to: "hold", reason: "drill", by: World.admin)
      try await world.crash()
      #expect(world.fleet.killSwitchView().mode == "hold")
      #expect(world.fleet.killSwitchView().reason == "drill")
      try await world.until("alpha", is: .running)
      world.close(from: 99, to: 100)
      #expect(try await world.refusals("alpha") == ["kill_switch"])
      let view = try await world.fleet.turnKillSwitch(to: nil, reason: "over", by: World.admin)
      #expect(view.mode == nil)
      #expect(view.epoch == 2)
      #expect(try world.entry("alpha").isFlat)
      try await world.buy(at: 100, "alpha")
      let actions = try await world.fleet.audit(ListPart()).items.map(\.action)
      #expect(actions.filter { $0.hasPrefix("kill_switch") } == ["kill_switch.release", "kill_switch.engage"])
    }
  }
}

extension World {
  /// The rules that refused a bot's signals, once there are any.
  fileprivate func refusals(_ name: String) async throws -> [String] {
    var rules: [String] = []
    try await until {
      rules = try await fleet.decisions(of: Self.name(name), HistoryQuery(status: .refused)).items.map(\.content.rule)
      return !rules.isEmpty
    }
    return rules
  }
}
