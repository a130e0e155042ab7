// SPDX-License-Identifier: Apache-2.0

import Ports
import Testing

@testable import BinanceExchange
@testable import TestKit

@Suite(.timeLimit(.minutes(1))) struct ConnectionBudgetTests {
  private let start = ContinuousClock.now

  @Test(
    arguments: [
      // After so many attempts, one a second: whether another may be made after so many seconds, or when.
      (0, 0, nil), (249, 249, nil), (250, 250, 300), (250, 299, 300), (250, 300, nil), (250, 301, nil),
    ] as [(Int, Int, Int?)])
  func `allows 250 attempts in any five minutes`(made: Int, seconds: Int, allowedAt: Int?) {
    var budget = ConnectionBudget()
    for second in 0..<made {
      let allowed = budget.attempt(at: start + .seconds(second))
      #expect(allowed == nil)
    }
    let allowed = budget.attempt(at: start + .seconds(seconds))
    #expect(allowed == allowedAt.map { start + .seconds($0) })
  }

  @Test(arguments: 0..<10)
  func `never allows more in any five minutes, whenever they are asked for`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var budget = ConnectionBudget()
    var now = start
    var made: [ContinuousClock.Instant] = []
    for _ in 0..<3000 {
      now += .milliseconds(Int.random(in: 0...1500, using: &random))
      if budget.attempt(at: now) == nil { made.append(now) }
    }
    for (index, attempt) in made.enumerated() where index >= ConnectionBudget.attemptsMax {
      #expect(made[index - ConnectionBudget.attemptsMax].duration(to: attempt) >= ConnectionBudget.window)
    }
    #expect(made.count > ConnectionBudget.attemptsMax)
    #expect(budget.used(at: now) <= ConnectionBudget.attemptsMax)
  }

  @Test func `lets an attempt beyond that wait, and gives it up with its task`() async throws {
    let manual = ManualTime()
    let gate = ConnectionGate(venue: "test", time: manual.time)
    for _ in 0..<ConnectionBudget.attemptsMax { try await gate.enter() }
    #expect(gate.attempts == 250)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await gate.enter() }
      await manual.untilSleeping { $0 == .seconds(300) }
      manual.advance(by: .seconds(300))
      try await group.next()
    }
    #expect(gate.attempts == 1)
    for _ in 0..<249 { try await gate.enter() }
    await withTaskGroup(of: Bool.self) { group in
      group.addTask { (try? await gate.enter()) == nil }
      await manual.untilSleeping { $0 == .seconds(300) }
      group.cancelAll()
      #expect(await group.next() == true)
    }
  }
}
