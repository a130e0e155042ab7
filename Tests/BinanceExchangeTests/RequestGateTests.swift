// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@testable import BinanceExchange
@testable import TestKit

@Suite(.timeLimit(.minutes(5))) struct RequestGateTests {
  private let manual = ManualTime()

  private func gate(limit: Int = 6000, concurrencyMax: Int = 10) -> RequestGate {
    RequestGate(
      venue: "test", weightPerMinute: limit, concurrencyMax: concurrencyMax, time: manual.time,
      wall: { Instant(milliseconds: 1_700_000_000_000 - 1_700_000_000_000 % 60_000 + 10_000) })
  }

  @Test func `lets a waiting request through when the venue's next minute has begun`() async throws {
    let gate = gate(limit: 100)
    let first = try await gate.enter(.bootstrap, weight: 60)
    gate.leave(first, used: nil)
    async let second = gate.enter(.bootstrap, weight: 60)
    await manual.untilSleeping { $0 == .seconds(50) }
    manual.advance(by: .seconds(50))
    await manual.untilSleeping { $0 == .seconds(2) }
    manual.advance(by: .seconds(2))
    gate.leave(try await second, used: nil)
    #expect(gate.figures.used == 60)
    #expect(gate.figures.waiting[.bootstrap] == 0)
  }

  @Test func `frees the place of a request that nobody waits for any more`() async throws {
    let gate = gate(concurrencyMax: 3)
    let running = try await gate.enter(.gaps, weight: 1)
    let waiter = Task { try await gate.enter(.gaps, weight: 1) }
    waiter.cancel()
    await #expect(throws: CancellationError.self) { try await waiter.value }
    gate.leave(running, used: nil)
    #expect(gate.figures.waiting[.gaps] == 0)
    let next = try await gate.enter(.gaps, weight: 1)
    gate.leave(next, used: nil)
    #expect(gate.figures.used == 2)
  }

  @Test func `says for how long everything is forbidden`() async throws {
    let gate = gate()
    #expect(gate.figures.blockedFor == nil)
    gate.block(for: .seconds(7), status: 429)
    #expect(gate.figures.blockedFor == .seconds(7))
    manual.advance(by: .seconds(7))
    #expect(gate.figures.blockedFor == nil)
  }
}
