// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@testable import SimServer

/// When faults are at work.
struct FaultScheduleTests {
  private static func at(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

  private static let once = FaultSchedule(first: at(100), every: nil, length: 30_000)
  private static let forEver = FaultSchedule(first: at(100), every: nil, length: nil)
  private static let rounds = FaultSchedule(first: at(100), every: 60_000, length: 30_000)
  private static let moments = FaultSchedule(first: at(100), every: 60_000, length: nil)

  @Test(
    arguments: [
      (once, 99, nil), (once, 100, 0), (once, 129, 0), (once, 130, nil), (once, 999, nil),
      (forEver, 99, nil), (forEver, 9999, 0), (rounds, 129, 0), (rounds, 130, nil), (rounds, 159, nil),
      (rounds, 160, 1), (rounds, 189, 1), (rounds, 190, nil), (moments, 159, 0), (moments, 160, 1),
    ] as [(FaultSchedule, Int64, Int64?)])
  func `is at work from the beginning of a round to its end`(
    schedule: FaultSchedule, seconds: Int64, round: Int64?
  ) {
    #expect(schedule.round(at: Self.at(seconds)) == round)
  }

  @Test(
    arguments: [
      (once, 0, 100), (once, 100, 130), (once, 130, nil), (forEver, 100, nil), (rounds, 100, 130), (rounds, 130, 160),
      (rounds, 160, 190), (moments, 99, 100), (moments, 100, 160), (moments, 161, 220),
    ] as [(FaultSchedule, Int64, Int64?)])
  func `tells when something begins or ends next`(schedule: FaultSchedule, seconds: Int64, next: Int64?) {
    #expect(schedule.nextEdge(after: Self.at(seconds)) == next.map { Self.at($0) })
  }

  @Test func `a share of all is chosen, by the key alone`() {
    let dice = FaultDice(seed: 7).key(3)
    let chosen = (0..<10_000).filter { dice.key(Int64($0)).isWithin(Fixed("0.3") ?? .one) }
    #expect((2900...3100).contains(chosen.count))
    #expect(chosen == (0..<10_000).filter { FaultDice(seed: 7).key(3).key(Int64($0)).isWithin(Fixed("0.3") ?? .one) })
    #expect((0..<1000).allSatisfy { dice.key(Int64($0)).isWithin(.one) })
  }
}
