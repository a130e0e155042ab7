// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@testable import TestKit

@Suite struct VenuePropertyTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func `whatever is asked and however the market moves, the books add up`(seed: UInt64) throws {
    var random = try RandomVenue(seed: seed)
    var auditor = VenueAuditor(random.venue)
    for step in 1...1500 {
      let before = random.markets
      let deed = try random.act()
      let events = random.venue.takeEvents()
      let faults =
        auditor.take(events, trade: random.lastTrade, markets: before, after: random.markets)
        + auditor.faults(of: random.venue, isThorough: step.isMultiple(of: 50))
      guard faults.isEmpty else {
        Issue.record("seed \(seed), step \(step), after \(deed): \(faults.prefix(3).joined(separator: "; "))")
        return
      }
    }
    // The run went through what it is to judge.
    let missing = auditor.notSeen
    #expect(missing.isEmpty, "seed \(seed) never saw \(missing)")
  }
}
