// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Metrics

/// Counts requests and measures how long they take.
struct RequestMetrics: Sendable {
  private let factory: any MetricsFactory
  private let timers: [OperationID: Timer]

  init(factory: any MetricsFactory) {
    self.factory = factory
    timers = Dictionary(
      uniqueKeysWithValues: OperationID.allCases.map { id in
        (id, Timer(label: "http_request", dimensions: [("operation", id.rawValue)], factory: factory))
      })
  }

  /// Records an answer; the operation is nil where the path is none of ours.
  func record(_ id: OperationID?, status: Int, since begin: ContinuousClock.Instant) {
    let name = id?.rawValue ?? "unknown"
    Counter(
      label: "http_requests", dimensions: [("operation", name), ("status", String(status))], factory: factory
    ).increment()
    if let id { timers[id]?.recordNanoseconds((ContinuousClock.now - begin).nanoseconds) }
  }
}

extension Duration {
  /// The duration in nanoseconds; an hour or a day, never centuries.
  fileprivate var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
