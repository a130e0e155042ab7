// SPDX-License-Identifier: Apache-2.0

import AccountDesk
import BotModel
import Ports
import RiskRules
import Synchronization
import Testing
import TradingModel

@testable import TestKit

@Suite(.timeLimit(.minutes(2))) struct AccountDeskTests {
  @Test func `nothing is opened before the stream is up and the whole account was looked at`() async throws {
    try await atDesk { desk in
      #expect(desk.holds == ["it is not reconciled with the venue yet"])
      desk.venue.offer(.connected)
      await desk.pass(until: { $0.contains("balances") })
      await desk.until { $0.contains("free") }
      #expect(desk.venue.asked == ["run", "open orders", "balances"])
      desk.venue.offer(.disconnected(reason: "reset"))
      #expect(desk.holds.last == "its stream is down: reset")
      desk.venue.offer(.connected)
      await desk.until { $0.suffix(1) == ["free"] }
    }
  }

  @Test func `a venue that can't be asked proves nothing: the account stays held, and is asked again`() async throws {
    try await atDesk { desk in
      desk.venue.set { $0.open = nil }
      desk.venue.offer(.connected)
      await desk.pass(until: { $0.count { $0 == "open orders" } == 3 })
      #expect(desk.holds.count == 1)
      desk.venue.set { $0.open = [] }
      await desk.until { $0.contains("free") }
    }
  }

  @Test func `an order of before is looked up before anything is opened`() async throws {
    try await atDesk { desk in
      let order = desk.order(1)
      desk.desk.restore(order, fills: [])
      desk.venue.set { $0.lookup = .failed(reason: "no route") }
      desk.venue.offer(.connected)
      await desk.pass(until: { $0.count { $0 == "query 1" } >= 2 })
      #expect(desk.holds.count == 1)
      desk.venue.set { [state = desk.state(1, .open)] in $0.lookup = .found(state) }
      await desk.until { $0.contains("free") }
      #expect(desk.reports == ["accepted"])
    }
  }

  @Test func `an order goes out once, and its answer is told`() async throws {
    try await atDesk { desk in
      desk.venue.set { [state = desk.state(1, .open)] in $0.placement = .accepted(state, fills: []) }
      desk.desk.send(.place(try desk.approved(), as: desk.id(1)), desk.decided(0))
      await desk.until { $0.contains("accepted") }
      #expect(desk.venue.asked.filter { $0 == "place 1" }.count == 1)
    }
  }

  @Test func `a lost answer is asked about and never sent again`() async throws {
    try await atDesk { desk in
      desk.venue.set { $0.lookup = .notFound }
      desk.desk.send(.place(try desk.approved(), as: desk.id(1)), desk.decided(0))
      await desk.pass(until: { $0.count { $0 == "query 1" } >= 5 })
      #expect(desk.venue.asked.filter { $0 == "place 1" }.count == 1)
      #expect(desk.reports.first == "lost")
      #expect(desk.reports.dropFirst().allSatisfy { $0 == "missing" })
    }
  }

  @Test(arguments: [KillSwitch.Mode.hold, .cancel])
  func `while the kill switch is on no entry leaves, and exits do`(mode: KillSwitch.Mode) async throws {
    try await atDesk { desk in
      desk.killSwitch.turn(KillSwitch.State(epoch: 1, mode: mode, reason: "drill", actor: "a", time: .epoch))
      desk.venue.set { [state = desk.state(2, .open)] in $0.placement = .accepted(state, fills: []) }
      desk.desk.send(.place(try desk.approved(), as: desk.id(1)), desk.decided(1))
      desk.desk.send(.place(try desk.approvedExit(), as: desk.id(2)), desk.decided(1))
      await desk.venue.wait { $0.contains("held 1") && $0.contains("place 2") }
      #expect(!desk.venue.asked.contains("place 1"))
      await desk.until { $0.contains("withheld") }
    }
  }

  @Test func `an entry that was decided before the switch was turned does not leave after it is off again`()
    async throws
  {
    try await atDesk { desk in
      desk.killSwitch.turn(KillSwitch.State(epoch: 1, mode: .hold, reason: "drill", actor: "a", time: .epoch))
      desk.killSwitch.turn(KillSwitch.State(epoch: 2, mode: nil, reason: "over", actor: "a", time: .epoch))
      desk.desk.send(.place(try desk.approved(), as: desk.id(1)), desk.decided(0))
      desk.desk.send(.place(try desk.approved(), as: desk.id(2)), desk.decided(2))
      await desk.venue.wait { $0.contains("held 1") && $0.contains("place 2") }
      #expect(!desk.venue.asked.contains("place 1"))
    }
  }

  @Test func `an entry that was decided long ago does not leave, an exit does`() async throws {
    try await atDesk { desk in
      let long = Decided(killEpoch: 0, at: desk.time.time.now() - .seconds(6))
      desk.desk.send(.place(try desk.approved(), as: desk.id(1)), long)
      desk.desk.send(.place(try desk.approvedExit(), as: desk.id(2)), long)
      await desk.venue.wait { $0.contains("held 1") && $0.contains("place 2") }
    }
  }

  @Test func `an order of ours that the desk doesn't know is asked of whoever keeps the journal`() async throws {
    try await atDesk { desk in
      desk.venue.offer(.order(desk.state(9, .open), fill: nil))
      await desk.until { $0.contains("recall 9") }
      desk.desk.restore(desk.order(9), fills: [])
      desk.desk.follow(desk.state(9, .open), fill: nil)
      await desk.until { $0.contains("accepted") }
    }
  }

  @Test func `what comes to the account by no trade has it looked at at once`() async throws {
    try await atDesk { desk in
      desk.venue.offer(.connected)
      await desk.until { $0.contains("free") }
      let looks = desk.venue.asked.count { $0 == "balances" }
      desk.venue.offer(.moved(Asset("USDT")!, by: 5, at: .epoch))
      await desk.pass(until: { $0.count { $0 == "balances" } > looks }, atMost: 10)
    }
  }
}
