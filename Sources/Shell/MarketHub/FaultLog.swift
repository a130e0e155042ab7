// SPDX-License-Identifier: Apache-2.0

import Logging
import MarketData
import Metrics
import Ports
import Synchronization
import TradingModel

/// Counts faults, keeps the last as anomalies, and logs each kind at most once in ten seconds.
final class FaultLog: Sendable {
  private struct Tally {
    var count = 0
    var unlogged = 0
    var loggedAt: ContinuousClock.Instant?
  }

  static let quietTime = Duration.seconds(10)

  private let log: Logger
  private let time: MonotonicTime
  private let counters: [FeedFault: Counter]
  private let clock: any VenueClock
  private let tallies: Mutex<[FeedFault: Tally]>
  private let ring = Mutex(AnomalyRing())

  init(venue: String, log: Logger, clock: any VenueClock, time: MonotonicTime) {
    self.log = log
    self.clock = clock
    self.time = time
    counters = Dictionary(
      uniqueKeysWithValues: FeedFault.allCases.map { fault in
        (fault, Counter(label: "botyard_feed_\(fault.rawValue)_total", dimensions: [("venue", venue)]))
      })
    tallies = Mutex([:])
  }

  /// How often something was wrong.
  func count(of fault: FeedFault) -> Int { tallies.withLock { $0[fault]?.count ?? 0 } }

  /// How often each kind was wrong that ever was.
  var counts: [FeedFault: Int] { tallies.withLock { $0.mapValues(\.count) } }

  /// The last anomalies, the newest first.
  func anomalies(_ limit: Int) -> [FeedAnomaly] { ring.withLock { $0.newest(limit) } }

  private func keep(_ fault: FeedFault, on stream: MarketStream?, _ detail: () -> String, times: Int) {
    let venueTime = clock.now()
    guard !ring.withLock({ $0.extend(fault, on: stream, times: times, at: venueTime) }) else { return }
    let anomaly = FeedAnomaly(
      fault: fault, stream: stream, firstAt: venueTime, lastAt: venueTime, count: times, detail: detail())
    ring.withLock { $0.add(anomaly) }
  }

  /// Counts a fault, and logs it unless its kind was logged a moment ago.
  func note(
    _ fault: FeedFault, on stream: MarketStream? = nil, _ detail: @autoclosure () -> String, times: Int = 1
  ) {
    counters[fault]?.increment(by: times)
    keep(fault, on: stream, detail, times: times)
    let now = time.now()
    let unlogged: Int? = tallies.withLock { tallies in
      var tally = tallies[fault] ?? Tally()
      defer { tallies[fault] = tally }
      tally.count += times
      if let loggedAt = tally.loggedAt, loggedAt + Self.quietTime > now {
        tally.unlogged += 1
        return nil
      }
      defer { tally.unlogged = 0 }
      tally.loggedAt = now
      return tally.unlogged
    }
    guard let unlogged else { return }
    log.warning(
      "market data fault", metadata: ["fault": "\(fault)", "detail": "\(detail())", "unlogged": "\(unlogged)"])
  }
}
