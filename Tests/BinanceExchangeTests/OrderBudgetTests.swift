// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Testing
import TradingModel

@testable import BinanceExchange

private func at(_ milliseconds: Int64) -> Instant { Instant(milliseconds: 1_700_000_000_000 + milliseconds) }

@Suite struct OrderBudgetTests {
  private func told(_ count: Int64, limit: Int64? = nil, seconds: Int64 = 10) -> [LimitUse] {
    [LimitUse(kind: "ORDERS", seconds: seconds, limit: limit, count: count)]
  }

  @Test func `leaves exits what entries may not use`() {
    var budget = OrderBudget()
    budget.report(told(0, limit: 10), at: at(0))
    for _ in 0..<8 {
      #expect(budget.take(1, isExit: false, at: at(0)) == nil)
      budget.settle(1)
    }
    #expect(
      budget.take(1, isExit: false, at: at(0))
        == OrderBudget.Refusal(reason: "8 orders in 10 s, of at most 8", retryAt: at(10_000)))
    #expect(budget.take(2, isExit: true, at: at(0)) == nil)
    #expect(budget.take(1, isExit: true, at: at(9_999)) != nil)
    #expect(budget.refusal(1, isExit: true, at: at(10_000)) == nil)
  }

  @Test func `counts in the venue's windows, and what has no answer in both`() {
    var budget = OrderBudget()
    budget.report(told(0, limit: 10), at: at(0))
    #expect(budget.take(6, isExit: true, at: at(9_000)) == nil)
    #expect(budget.take(6, isExit: true, at: at(11_000)) != nil, "the six may be counted now")
    budget.settle(6)
    #expect(budget.take(4, isExit: true, at: at(11_000)) == nil)
    budget.settle(4)
    #expect(budget.take(10, isExit: true, at: at(20_000)) == nil)
  }

  @Test func `goes by what the venue tells, up and down`() {
    var budget = OrderBudget()
    budget.report(told(9, limit: 10), at: at(0))
    #expect(budget.take(2, isExit: true, at: at(1)) != nil)
    #expect(budget.take(1, isExit: true, at: at(1)) == nil)
    budget.settle(1)
    budget.report(told(2), at: at(2))
    #expect(budget.take(8, isExit: true, at: at(3)) == nil)
  }

  @Test func `counts what was not sent back`() {
    var budget = OrderBudget()
    budget.report(told(0, limit: 2), at: at(0))
    #expect(budget.take(2, isExit: true, at: at(0)) == nil)
    budget.giveBack(2)
    #expect(budget.take(2, isExit: true, at: at(0)) == nil)
  }

  @Test func `takes a limit that it didn't know, and ignores other kinds`() {
    var budget = OrderBudget()
    budget.report([LimitUse(kind: "REQUEST_WEIGHT", seconds: 60, limit: 1, count: 1)], at: at(0))
    #expect(budget.refusal(40, isExit: true, at: at(0)) == nil)
    budget.report(told(3, limit: 3, seconds: 60), at: at(0))
    #expect(budget.refusal(1, isExit: true, at: at(0)) != nil)
  }

  @Test func `holds back for as long as the venue says`() {
    var budget = OrderBudget()
    budget.block(until: at(5_000))
    #expect(budget.refusal(1, isExit: true, at: at(4_999))?.retryAt == at(5_000))
    #expect(budget.refusal(1, isExit: true, at: at(5_000)) == nil)
  }
}
