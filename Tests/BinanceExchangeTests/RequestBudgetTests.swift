// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BinanceExchange

@Suite struct RequestBudgetTests {
  private let start = ContinuousClock.now

  private func budget(limit: Int = 6000) -> RequestBudget { RequestBudget(limit: limit, minuteStart: start) }

  /// Sends requests until no more are allowed; answers their weight.
  private func exhaust(
    _ lane: RequestLane, weight: Int, of budget: inout RequestBudget, at now: ContinuousClock.Instant
  ) -> Int {
    var spent = 0
    while budget.allows(lane, weight: weight, at: now) {
      budget.end(budget.send(lane, weight: weight, at: now), at: now)
      spent += weight
    }
    return spent
  }

  @Test(arguments: [
    (RequestLane.cancels, 2700), (.exits, 2460), (.account, 2580), (.entries, 2340), (.gaps, 2820), (.bootstrap, 3420),
    (.trades, 2400), (.books, 2520),
    (.displays, 2520),
  ])
  func `leaves the other lanes their floors`(lane: RequestLane, most: Int) {
    var budget = budget()
    #expect(exhaust(lane, weight: 5, of: &budget, at: start + .seconds(10)) == most)
    for other in RequestLane.allCases where other != lane {
      let spent = exhaust(other, weight: 5, of: &budget, at: start + .seconds(10))
      #expect(spent >= 6000 * other.floorPercent / 100, "\(other)")
    }
    let used = budget.used(at: start + .seconds(10))
    #expect(used <= 6000)
  }

  @Test func `keeps ordinary lanes within four fifths of the limit`() {
    var budget = budget()
    let spent = [RequestLane.bootstrap, .gaps, .trades, .books, .displays].map {
      exhaust($0, weight: 2, of: &budget, at: start + .seconds(10))
    }
    #expect(spent.reduce(0, +) == 4800)
    #expect(exhaust(.cancels, weight: 1, of: &budget, at: start + .seconds(10)) == 480)
  }

  @Test func `begins anew with the venue's minute, two seconds after it`() {
    var budget = budget()
    _ = exhaust(.bootstrap, weight: 2, of: &budget, at: start + .seconds(30))
    let turn = start + .seconds(60)
    let isAllowed = budget.allows(.bootstrap, weight: 2000, at: turn + .seconds(1))
    #expect(!isAllowed)
    #expect(budget.nextChange(after: turn + .seconds(1)) == turn + .seconds(2))
    #expect(exhaust(.bootstrap, weight: 2, of: &budget, at: turn + .seconds(2)) == 3420)
    #expect(budget.nextChange(after: turn + .seconds(2)) == turn + .seconds(60))
  }

  @Test func `counts in both minutes what is under way or ended shortly before the turn`() {
    var budget = budget()
    let slow = budget.send(.gaps, weight: 100, at: start + .seconds(50))
    let late = budget.send(.gaps, weight: 10, at: start + .seconds(58))
    budget.end(late, at: start + .seconds(59))
    let early = budget.send(.gaps, weight: 1, at: start + .seconds(50))
    budget.end(early, at: start + .seconds(51))
    #expect(budget.used(at: start + .seconds(70)) == 110)
    budget.end(slow, at: start + .seconds(71))
    #expect(budget.used(at: start + .seconds(72)) == 110)
    #expect(budget.used(at: start + .seconds(130)) == 0)
  }

  @Test func `believes the venue where it counts more, until the minute ends`() {
    var budget = budget()
    let now = start + .seconds(10)
    let ticket = budget.send(.account, weight: 1, at: now)
    budget.end(ticket, at: now)
    budget.venueReported(used: 4800, answering: ticket, at: now)
    #expect(budget.used(at: now) == 4800)
    let isAllowed = budget.allows(.cancels, weight: 1, at: now)
    #expect(isAllowed)
    // Within its floor a lane goes on: it is urgent lanes and strangers that took more than four fifths.
    let display = budget.allows(.displays, weight: 2, at: now)
    #expect(display)
    let heavy = budget.allows(.displays, weight: 400, at: now)
    #expect(!heavy)
    budget.venueReported(used: 10, answering: ticket, at: now)
    #expect(budget.used(at: now) == 4800)
    #expect(budget.used(at: start + .seconds(62)) == 0)
  }

  @Test func `takes what the venue says right after the turn for the minute before`() {
    var budget = budget()
    let ticket = budget.send(.account, weight: 1, at: start + .seconds(61))
    budget.end(ticket, at: start + .seconds(61))
    budget.venueReported(used: 5999, answering: ticket, at: start + .seconds(61))
    let isAllowed = budget.allows(.gaps, weight: 2, at: start + .seconds(61))
    #expect(!isAllowed)
    let isAllowedLater = budget.allows(.gaps, weight: 2, at: start + .seconds(62))
    #expect(isAllowedLater)
  }

  @Test(arguments: RequestLane.allCases)
  func `asks nothing while the venue forbids it`(lane: RequestLane) {
    var budget = budget()
    budget.block(for: .seconds(120), at: start)
    budget.block(for: .seconds(5), at: start)
    let isAllowed = budget.allows(lane, weight: 1, at: start + .seconds(119))
    #expect(!isAllowed)
    #expect(budget.nextChange(after: start + .seconds(20)) == start + .seconds(120))
    let isAllowedLater = budget.allows(lane, weight: 1, at: start + .seconds(122))
    #expect(isAllowedLater)
  }

  @Test func `follows a smaller limit, and lets a heavy request have a minute of its own`() {
    var budget = budget()
    budget.allow(weightPerMinute: 100)
    let isAllowed = budget.allows(.displays, weight: 250, at: start)
    #expect(isAllowed)
    _ = budget.send(.displays, weight: 250, at: start)
    let isAllowedThen = budget.allows(.cancels, weight: 1, at: start + .seconds(5))
    #expect(!isAllowedThen)
  }

  @Test func `follows the venue's clock without forgetting what was used`() {
    var budget = budget()
    let ticket = budget.send(.gaps, weight: 7, at: start + .seconds(10))
    budget.end(ticket, at: start + .seconds(10))
    budget.align(minuteStart: start + .seconds(40) - .seconds(60), at: start + .seconds(20))
    #expect(budget.used(at: start + .seconds(41)) == 14)
    #expect(budget.used(at: start + .seconds(50)) == 7)
    #expect(budget.used(at: start + .seconds(103)) == 0)
  }
}
