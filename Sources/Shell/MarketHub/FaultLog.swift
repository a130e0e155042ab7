// SPDX-License-Identifier: Apache-2.0

import Logging
import Metrics
import Ports
import Synchronization

/// Counts faults, and logs each kind at most once in ten seconds.
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
  private let tallies: Mutex<[FeedFault: Tally]>

  init(venue: String, log: Logger, time: MonotonicTime) {
    self.log = log
    self.time = time
    counters = Dictionary(
      uniqueKeysWithValues: FeedFault.allCases.map { fault in
        (fault, Counter(label: "botyard_feed_\(fault.rawValue)_total", dimensions: [("venue", venue)]))
      })
    tallies = Mutex([:])
  }

  /// How often something was wrong.
  func count(of fault: FeedFault) -> Int { tallies.withLock { $0[fault]?.count ?? 0 } }

  /// Counts a fault, and logs it unless its kind was logged a moment ago.
  func note(_ fault: FeedFault, _ detail: @autoclosure () -> String, times: Int = 1) {
    counters[fault]?.increment(by: times)
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
