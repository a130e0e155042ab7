// SPDX-License-Identifier: Apache-2.0

import BinanceExchange
import Logging
import MarketHub
import Ports
import TradingModel

/// The venue: its clock and its market feed, through the one adapter and the one request budget.
struct VenueConnection {
  let clock: any VenueClock
  let feed: MarketHub
  /// Keeps the clock right until its task is cancelled.
  let runClock: @Sendable () async -> Void

  /// - Parameter start: a time that has passed at the venue, until it says what time it is.
  init(_ endpoints: VenueEndpoints, start: Instant) {
    let rest = BinanceREST(endpoints)
    let log = Logger(label: "botyard.venue")
    let noteTime: (@Sendable (Instant) -> Void)?
    switch endpoints.venue {
    case .sim:
      let clock = SimVenueClock(rest: rest, start: start, log: log)
      self.clock = clock
      runClock = { await clock.run() }
      noteTime = { clock.observe($0) }
    case .binance, .binanceTestnet, .binanceUS:
      let clock = BinanceVenueClock(rest: rest, log: log)
      self.clock = clock
      runClock = { await clock.run() }
      noteTime = nil
    }
    let source = BinanceMarketData(rest: rest, clock: clock, log: log, noteTime: noteTime)
    feed = MarketHub(of: endpoints.venue.rawValue, source: source, clock: clock, log: log)
  }
}
