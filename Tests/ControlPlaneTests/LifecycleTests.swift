// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import Ports
import Testing
import TradingModel

@testable import ControlPlane
@testable import Store

@Suite(.timeLimit(.minutes(5))) struct LifecycleTests {
  /// What an action asked of a bot in a state leads to; nil is a conflict.
  private static let table: [(BotState, BotAction, BotState?)] = [
    (.created, .start, .running), (.created, .pause, nil), (.created, .resume, nil), (.created, .stop, nil),
    (.running, .start, .running), (.running, .pause, .paused), (.running, .resume, .running),
    (.running, .stop, .stopped),
    (.paused, .start, .running), (.paused, .pause, .paused), (.paused, .resume, .running), (.paused, .stop, .stopped),
    (.stopped, .start, .running), (.stopped, .pause, nil), (.stopped, .resume, nil), (.stopped, .stop, .stopped),
  ]

  private func bring(_ name: String, to state: BotState, in world: World) async throws {
    if state != .created { try await world.perform(.start, name) }
    if state == .paused { try await world.perform(.pause, name) }
    if state == .stopped { try await world.perform(.stop, name) }
  }

  private func settled(_ state: BotState) -> BotPhase {
    state.isActive ? .running : .idle
  }

  @Test func `every action from every state leads where the table says`() async throws {
    try await inWorld { world in
      for (index, (state, action, next)) in Self.table.enumerated() {
        let name = "bot-\(index)"
        try await world.create(name)
        try await bring(name, to: state, in: world)
        let generation = try world.entry(name).record.generation
        if let next {
          let view = try await world.perform(action, name)
          #expect(view.record.state == next, "\(state) \(action)")
          #expect(view.record.generation == generation + (next == state ? 0 : 1), "\(state) \(action)")
        } else {
          await #expect(throws: ControlError.self, "\(state) \(action)") { try await world.perform(action, name) }
          #expect(try world.entry(name).record.generation == generation)
        }
        try await world.until(name, is: settled(next ?? state))
      }
    }
  }

  @Test func `a refused action names the state and the way out`() async throws {
    try await inWorld { world in
      try await world.create("alpha")
      await #expect(
        throws: ControlError.conflict("a bot that is CREATED can't pause: start it first", field: "state")
      ) { try await world.perform(.pause, "alpha") }
      await #expect(throws: ControlError.noBot(named: "beta")) { try await world.perform(.start, "beta") }
    }
  }

  @Test func `stopping a bot that holds something must say what becomes of it`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      do {
        try await world.perform(.stop, "alpha")
        Issue.record("it was stopped")
      } catch ControlError.conflict(_, let field) {
        #expect(field == "positions")
      }
      #expect(try world.entry("alpha").record.state == .running)
    }
  }

  @Test func `a bot that is stopped and keeps what it holds does nothing, and goes on with it when it is started`()
    async throws
  {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      try await world.perform(.stop, "alpha", .keep)
      try await world.until("alpha", is: .idle)
      let kept = try world.entry("alpha").openTrades
      #expect(kept.count == 1)
      #expect(world.feed.allWatches == 0)
      world.close(from: 100, to: 90)
      try await world.perform(.start, "alpha")
      try await world.until("alpha", is: .running)
      #expect(try world.entry("alpha").openTrades.keys == kept.keys)
      try await world.sell(at: 110, "alpha")
    }
  }

  @Test func `a bot that is stopped and closes sells, and is idle then`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      let view = try await world.perform(.stop, "alpha", .close)
      #expect(view.record.isClosing)
      #expect(view.phase == .stopping)
      try await world.until { try world.entry("alpha").openOrders.values.contains { $0.terms.side == .sell } }
      #expect(try world.entry("alpha").phase == .stopping)
      world.trade(at: 105)
      try await world.until("alpha", is: .idle)
      let entry = try world.entry("alpha")
      #expect(entry.isFlat)
      #expect(!entry.record.isClosing)
      #expect(world.feed.allWatches == 0)
      #expect(try await world.store.bot(named: World.name("alpha")) == entry.record)
    }
  }

  @Test func `a bot that keeps what it holds can be told to sell it afterwards`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      try await world.perform(.stop, "alpha", .keep)
      let view = try await world.perform(.stop, "alpha", .close)
      #expect(view.record.isClosing)
      try await world.until { try world.entry("alpha").openOrders.values.contains { $0.terms.side == .sell } }
      world.trade(at: 105)
      try await world.until("alpha", is: .idle)
      #expect(try world.entry("alpha").isFlat)
      #expect(try !world.entry("alpha").record.isClosing)
    }
  }

  @Test func `a bot that is started while it closes keeps its money to the last place`() async throws {
    try await inWorld { world in
      for round in 1...5 {
        if round == 1 { try await world.run("alpha") }
        try await world.buy(at: 100, "alpha")
        try await world.perform(.stop, "alpha", .close)
        try await world.until { try world.entry("alpha").openOrders.values.contains { $0.terms.side == .sell } }
        world.trade(at: 105)
        try await world.perform(.start, "alpha")
        try await world.until { try world.entry("alpha").isFlat }
        try await world.until("alpha", is: .running)
        let kept = try await world.store.history(of: world.entry("alpha").record.number)
        #expect(kept.ledger == (try world.entry("alpha").ledger))
        #expect(kept.ledger.map { $0.cash == $0.equity } == true)
      }
    }
  }

  @Test func `only a flat bot that is not active can be deleted, and its name is free then`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      let name = World.name("alpha")
      await #expect(throws: ControlError.self) {
        try await world.fleet.deleteBot(name, ifGeneration: nil, by: World.admin)
      }
      try await world.buy(at: 100, "alpha")
      try await world.perform(.stop, "alpha", .keep)
      await #expect(throws: ControlError.self) {
        try await world.fleet.deleteBot(name, ifGeneration: nil, by: World.admin)
      }
      try await world.perform(.stop, "alpha", .close)
      try await world.until { try world.entry("alpha").openOrders.values.contains { $0.terms.side == .sell } }
      world.trade(at: 105)
      try await world.until { try world.entry("alpha").isFlat }
      await #expect(throws: ControlError.stale(current: try world.entry("alpha").record.generation)) {
        try await world.fleet.deleteBot(name, ifGeneration: 1, by: World.admin)
      }
      try await world.fleet.deleteBot(name, ifGeneration: nil, by: World.admin)
      #expect(world.fleet.board.entry(named: name) == nil)
      try await world.create("alpha")
      try await world.fleet.deleteBot(name, ifGeneration: 1, by: World.admin)
      try await world.until { world.feed.allWatches == 0 }
    }
  }

  @Test func `a bot can be deleted as soon as it is stopped, and nothing is watched for it`() async throws {
    try await inWorld { world in
      world.feed.hold(true)
      try await world.create("alpha")
      try await world.perform(.start, "alpha")
      try await world.until { world.feed.heldWatches == 1 }
      try await world.perform(.stop, "alpha")
      try await world.fleet.deleteBot(World.name("alpha"), ifGeneration: nil, by: World.admin)
      world.feed.hold(false)
      try await world.until { world.feed.allWatches == 0 }
      try await world.run("beta")
      try await world.perform(.stop, "beta")
      try await world.fleet.deleteBot(World.name("beta"), ifGeneration: nil, by: World.admin)
      try await world.until { world.feed.allWatches == 0 }
    }
  }

  @Test func `without BOTD_ALLOW_LIVE a live bot can be kept but not started; nor does a bot become live that has run`()
    async throws
  {
    try await inWorld { world in
      try await world.create("live", [("mode", "live_spot")])
      do {
        try await world.perform(.start, "live")
        Issue.record("it was started")
      } catch ControlError.conflict(let detail, let field) {
        #expect(field == "mode")
        #expect(detail.contains("BOTD_ALLOW_LIVE"))
      }
      #expect(try world.entry("live").record.state == .created)
      try await world.run("alpha")
      try await world.perform(.pause, "alpha")
      await #expect(throws: ControlError.self) { try await world.change("alpha", ["mode": "live_spot"]) }
    }
  }

  @Test func `twenty starts and stops at once leave one state, and the engine that belongs to it`() async throws {
    try await inWorld { world in
      try await world.create("alpha")
      try await world.perform(.start, "alpha")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<20 {
          group.addTask { try await world.perform(index.isMultiple(of: 2) ? .start : .stop, "alpha") }
        }
        try await group.waitForAll()
      }
      let state = try world.entry("alpha").record.state
      try await world.until("alpha", is: settled(state))
      try await world.perform(.start, "alpha")
      try await world.until("alpha", is: .running)
      try await world.buy(at: 100, "alpha")
      #expect(world.feed.watches(of: World.key()) == [1, 1])
    }
  }

  @Test func `of twenty creators of one name exactly one wins`() async throws {
    try await inWorld { world in
      let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<20 {
          group.addTask {
            do {
              try await world.create("alpha")
              return true
            } catch ControlError.conflict(_, let field) {
              #expect(field == "name")
              return false
            }
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(wins == 1)
      #expect(try await world.store.bots().records.count == 1)
    }
  }

  @Test func `a bot that is stopped while it starts is idle and watches nothing`() async throws {
    try await inWorld { world in
      world.feed.hold(true)
      try await world.create("alpha")
      #expect(try await world.perform(.start, "alpha").phase == .starting)
      try await world.until { world.feed.heldWatches == 1 }
      try await world.perform(.stop, "alpha")
      world.feed.hold(false)
      try await world.until { world.feed.allWatches == 0 }
      #expect(try world.entry("alpha").phase == .idle)
      #expect(try !world.entry("alpha").hasEngine)
    }
  }
}
