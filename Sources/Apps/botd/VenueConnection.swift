// SPDX-License-Identifier: Apache-2.0

import BinanceExchange
import ControlAPI
import Logging
import MarketData
import MarketHub
import Ports
import TradingModel

/// The venue: its clock and its market feed, through the one adapter and the one request budget.
struct VenueConnection {
  let clock: any VenueClock
  /// The same clock, for the stamps on signed requests.
  let signingClock: any SigningClock
  let rest: BinanceREST
  let feed: MarketHub
  /// Keeps the clock right until its task is cancelled.
  let runClock: @Sendable () async -> Void
  /// How well the feed is.
  let report: @Sendable () -> FeedReport

  /// - Parameter start: a time that has passed at the venue, until it says what time it is.
  init(_ endpoints: VenueEndpoints, start: Instant) {
    let rest = BinanceREST(endpoints)
    self.rest = rest
    let log = Logger(label: "botyard.venue")
    let noteTime: (@Sendable (Instant) -> Void)?
    switch endpoints.venue {
    case .sim:
      let clock = SimVenueClock(rest: rest, start: start, log: log)
      self.clock = clock
      signingClock = clock
      runClock = { await clock.run() }
      noteTime = { clock.observe($0) }
    case .binance, .binanceTestnet, .binanceUS:
      let clock = BinanceVenueClock(rest: rest, log: log)
      self.clock = clock
      signingClock = clock
      runClock = { await clock.run() }
      noteTime = nil
    }
    let source = BinanceMarketData(rest: rest, clock: clock, log: log, noteTime: noteTime)
    let hub = MarketHub(of: endpoints.venue.rawValue, source: source, clock: clock, log: log)
    feed = hub
    report = {
      FeedReport(
        venue: endpoints.venue.rawValue, connections: FeedReport.Connections(source.connections),
        requests: FeedReport.Requests(rest.budget),
        faults: Dictionary(uniqueKeysWithValues: hub.faultCounts.map { ($0.key.rawValue, $0.value) }),
        streams: hub.streams.map { FeedReport.Stream($0.key, $0.value, trouble: hub.trouble(with: $0.key)) },
        anomalies: hub.anomalies(limit: 1000).map { FeedReport.Anomaly($0) })
    }
  }
}

extension FeedReport.Connections {
  init(_ figures: ConnectionFigures) {
    self.init(count: figures.count, attempts: figures.attempts, attemptsMax: figures.attemptsMax)
  }
}

extension FeedReport.Requests {
  init(_ figures: RequestFigures) {
    self.init(
      weightUsed: figures.used, weightLimit: figures.limit, waiting: figures.waiting.values.reduce(0, +),
      blockedSeconds: figures.blockedFor.map { Int($0.components.seconds) })
  }
}

extension FeedReport.Stream {
  init(_ stream: MarketStream, _ quality: StreamQuality, trouble: String?) {
    self.init(
      stream: stream, quality: quality.share, messages: quality.messages, faulty: quality.faulty, trouble: trouble)
  }
}

extension MarketHub {
  /// Why a stream of candles is not live; nil where it is, and for other streams.
  fileprivate func trouble(with stream: MarketStream) -> String? {
    guard case .candles(let key) = stream, case .degraded(let reason)? = series(key)?.health else { return nil }
    return reason
  }
}

extension FeedReport.Anomaly {
  init(_ anomaly: FeedAnomaly) {
    self.init(
      fault: anomaly.fault.rawValue, stream: anomaly.stream, firstAt: anomaly.firstAt, lastAt: anomaly.lastAt,
      count: anomaly.count, detail: anomaly.detail)
  }
}
