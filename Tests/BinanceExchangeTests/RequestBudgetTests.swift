// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BinanceExchange

@Suite struct RequestBudgetTests {
  private let start = ContinuousClock.now

  /// Asks for requests of a weight as fast as the budget allows; answers when each was sent, in seconds from the start.
  private func times(of count: Int, weight: Int, budget: inout RequestBudget) -> [Double] {
    var now = start
    return (0..<count).map { _ in
      while case .after(let duration) = budget.admit(weight: weight, now: now) { now += duration + .microseconds(1) }
      return start.duration(to: now) / .seconds(1)
    }
  }

  @Test(arguments: [1, 2, 20, 250])
  func `spends no more than four fifths of the limit in any minute`(weight: Int) {
    var budget = RequestBudget(weightPerMinute: 6000, now: start)
    let times = times(of: 12_000 / weight, weight: weight, budget: &budget)
    var end = 0
    var inMinuteMax = 0
    for (index, time) in times.enumerated() {
      while end < times.count, times[end] < time + 60 { end += 1 }
      inMinuteMax = max(inMinuteMax, end - index)
    }
    #expect(inMinuteMax * weight <= 4800 + weight)
  }

  @Test func `lets hundreds of series be fetched at once`() {
    var budget = RequestBudget(weightPerMinute: 6000, now: start)
    let times = times(of: 600, weight: 2, budget: &budget)
    #expect(times[599] == 0)
  }

  @Test func `lets a request through that is heavier than a burst`() {
    var budget = RequestBudget(weightPerMinute: 100, now: start)
    #expect(budget.admit(weight: 50, now: start) == .now)
    guard case .after(let duration) = budget.admit(weight: 1, now: start) else {
      Issue.record("overdrawn and yet admitted")
      return
    }
    #expect(duration > .seconds(30))
  }

  @Test func `counts what the venue says was used by others`() {
    var budget = RequestBudget(weightPerMinute: 6000, now: start)
    budget.venueReported(used: 4799, now: start)
    #expect(budget.admit(weight: 1, now: start) == .now)
    #expect(budget.admit(weight: 1, now: start + .seconds(1)) == .after(.seconds(59)))
    #expect(budget.admit(weight: 1, now: start + .seconds(60)) == .now)
  }

  @Test func `forgets the last minute when the venue does`() {
    var budget = RequestBudget(weightPerMinute: 6000, now: start)
    budget.venueReported(used: 4800, now: start)
    budget.venueReported(used: 10, now: start + .seconds(5))
    #expect(budget.admit(weight: 1, now: start + .seconds(6)) == .now)
  }

  @Test func `asks nothing while the venue forbids it`() {
    var budget = RequestBudget(weightPerMinute: 6000, now: start)
    budget.block(for: .seconds(120), now: start)
    budget.block(for: .seconds(5), now: start)
    #expect(budget.admit(weight: 1, now: start + .seconds(20)) == .after(.seconds(100)))
    #expect(budget.admit(weight: 1, now: start + .seconds(120)) == .now)
  }

  @Test func `follows a smaller limit`() {
    var budget = RequestBudget(weightPerMinute: 6000, now: start)
    budget.allow(weightPerMinute: 1200, now: start)
    let times = times(of: 600, weight: 2, budget: &budget)
    #expect(times[119] == 0)
    #expect(times[120] > 0)
    #expect(times[599] > 60)
  }
}
