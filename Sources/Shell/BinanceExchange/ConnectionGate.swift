// SPDX-License-Identifier: Apache-2.0

import Metrics
import Ports
import Synchronization

/// How the stream connections to a venue stand.
public struct ConnectionFigures: Hashable, Sendable {
  /// How many are kept up.
  public let count: Int
  /// How many attempts to connect were made in the last five minutes.
  public let attempts: Int
  /// How many are made in five minutes at most.
  public let attemptsMax: Int
}

/// Lets attempts to connect through as the budget allows: one gate for all connections of an adapter.
final class ConnectionGate: Sendable {
  private let time: MonotonicTime
  private let used: Gauge
  private let budget = Mutex(ConnectionBudget())

  init(venue: String, time: MonotonicTime) {
    self.time = time
    used = Gauge(label: "botyard_connection_attempts", dimensions: [("venue", venue)])
  }

  /// How many attempts were made in the last five minutes.
  var attempts: Int { budget.withLock { $0.used(at: time.now()) } }

  /// Waits until an attempt may be made; it counts as made then.
  func enter() async throws(CancellationError) {
    while true {
      let now = time.now()
      let (allowedAt, attempts) = budget.withLock { ($0.attempt(at: now), $0.used(at: now)) }
      used.record(attempts)
      guard let allowedAt else { return }
      do {
        try await time.sleep(now.duration(to: allowedAt))
      } catch {
        throw CancellationError()
      }
    }
  }
}
