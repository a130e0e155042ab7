// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import GRDB
import MarketData
import Testing
import TradingModel

@testable import ControlPlane
@testable import Store

@Suite(.timeLimit(.minutes(5))) struct StorageTests {
  /// Lets nothing more on the disk, and has the market move until trading halts.
  private func fillDisk(of world: World, holding name: String) async throws {
    try await world.store.limitPages(to: 1)
    try await world.until {
      world.close(from: 100, to: 101)
      return try world.entry(name).phase == .backoff
    }
  }

  @Test func `a full disk halts trading, says so, and lets go on from the journal when there is room`() async throws {
    try await inWorld(shards: 1) { world in
      try await world.run("alpha", "beta")
      try await world.buy(at: 100, "alpha", "beta")
      // A change that is kept brings its bot up at once, so what fills the disk is a bot that doesn't run.
      try await world.create("idle")
      try await fillDisk(of: world, holding: "alpha")
      try await world.until("beta", is: .backoff)
      for name in ["alpha", "beta"] {
        let condition = try world.entry(name).conditions[.storage]
        #expect(condition?.message == "the disk is full: trading halts until there is room")
        #expect(try world.entry(name).phase == .backoff)
      }
      #expect(await world.fleet.readiness().missing.contains("the database can't be written"))
      let bulky = String(repeating: "full ", count: 90)
      await #expect(throws: ControlError.unavailable("the disk is full", retryAfterSeconds: 5)) {
        while true { try await world.change("idle", ["description": .string(bulky + "\(Int.random(in: 0...9))")]) }
      }
      await #expect(throws: ControlError.self) {
        _ = try await world.fleet.enter(World.name("alpha"), EntryRequest(pair: World.bitcoin), by: World.admin)
      }
      try await world.until { world.time.waiting > 0 }
      world.time.release()
      try await world.until { world.time.waiting > 0 }
      for name in ["alpha", "beta"] { #expect(try world.entry(name).phase == .backoff) }

      try await world.store.limitPages(to: 1_000_000)
      #expect(await world.fleet.readiness().isReady)
      world.time.release()
      for name in ["alpha", "beta"] { try await world.until(name, is: .running) }
      #expect(try world.entry("alpha").conditions[.storage] == nil)
      #expect(try world.entry("alpha").openTrades.count == 1)
      try await world.sell(at: 110, "alpha", "beta")
      #expect(world.feed.watches(of: World.key()) == [2, 2])
    }
  }

  @Test func `a bot that is stopped while trading halts is idle at once`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await fillDisk(of: world, holding: "alpha")
      try await world.store.limitPages(to: 1_000_000)
      try await world.perform(.stop, "alpha", .keep)
      try await world.until { world.feed.allWatches == 0 }
      try await world.until { world.time.waiting > 0 }
      world.time.release()
      try await world.perform(.start, "alpha")
      try await world.until("alpha", is: .running)
    }
  }

  @Test func `a history that can't be read is tried again, ever later, and harms no other bot`() async throws {
    try await inWorld { world in
      try await world.run("alpha", "beta")
      try await world.buy(at: 100, "alpha", "beta")
      try await world.perform(.stop, "alpha", .keep)
      try await world.until("alpha", is: .idle)
      try await world.store.pool.write { try $0.execute(sql: "UPDATE trades SET lowest_price = 'cheap' WHERE bot = 1") }
      try await world.perform(.start, "alpha")
      for delay in [1, 2, 4, 8, 16, 30, 30] {
        try await world.until { world.time.waiting == 1 }
        #expect(world.time.asked.last == .seconds(delay))
        #expect(try world.entry("alpha").phase == .backoff)
        #expect(try world.entry("beta").phase == .running)
        world.time.release()
      }
      #expect(try world.entry("alpha").conditions[.storage]?.message.contains("lowest_price") == true)
      try await world.store.pool.write { try $0.execute(sql: "UPDATE trades SET lowest_price = '99' WHERE bot = 1") }
      try await world.until {
        world.time.release()
        return try world.entry("alpha").phase == .running
      }
      try await world.sell(at: 110, "alpha", "beta")
    }
  }

  @Test func `a bot that does what contradicts the database backs off, and takes no other along`() async throws {
    try await inWorld(shards: 1) { world in
      try await world.run("alpha", "beta")
      try await world.buy(at: 100, "alpha", "beta")
      try await world.store.pool.write { database in
        try database.execute(
          sql: """
            CREATE TRIGGER spoiled BEFORE INSERT ON orders WHEN NEW.bot = 1
            BEGIN SELECT RAISE(ABORT, 'spoiled'); END
            """)
      }
      world.close(from: 111, to: 110)
      try await world.until { world.time.waiting == 1 }
      #expect(world.time.asked.last == .seconds(1))
      #expect(try world.entry("alpha").phase == .backoff)
      #expect(try world.entry("alpha").conditions[.storage]?.message.contains("spoiled") == true)
      try await world.until { try world.entry("beta").openOrders.values.contains { $0.terms.side == .sell } }
      world.trade(at: 110)
      try await world.until { try world.entry("beta").isFlat }
      #expect(try world.entry("beta").phase == .running)

      try await world.store.pool.write { try $0.execute(sql: "DROP TRIGGER spoiled") }
      world.time.release()
      try await world.until("alpha", is: .running)
      #expect(try world.entry("alpha").openTrades.count == 1)
      try await world.sell(at: 120, "alpha")
      #expect(try world.entry("alpha").isFlat)
    }
  }

  @Test func `a full disk is found to have room again by whoever asks for readiness`() async throws {
    try await inWorld { world in
      try await world.create("alpha")
      try await world.store.limitPages(to: 1)
      let text = String(repeating: "full ", count: 100)
      await #expect(throws: ControlError.unavailable("the disk is full", retryAfterSeconds: 5)) {
        var index = 0
        while true {
          index += 1
          try await world.change("alpha", ["description": .string(text.prefix(450) + "\(index)")])
        }
      }
      #expect(await !world.fleet.readiness().isReady)
      try await world.store.limitPages(to: 1_000_000)
      #expect(await world.fleet.readiness().isReady)
    }
  }

  @Test func `the fleet ends though it waits for the disk`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await fillDisk(of: world, holding: "alpha")
      try await world.until { world.time.waiting > 0 }
    }
  }

  @Test func `a bot that can't be read and is wanted to run keeps the server from being ready`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.store.pool.write { try $0.execute(sql: "UPDATE bots SET settings = '{}' WHERE number = 1") }
      try await world.crash()
      #expect(await world.fleet.readiness().missing == ["not picked up: alpha"])
      await #expect(throws: ControlError.self) { try await world.create("alpha") }
    }
  }
}

extension BotStore {
  /// Lets the database have so many pages and no more; it can't shrink below what it has.
  fileprivate func limitPages(to pages: Int) async throws {
    try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
  }
}
