// SPDX-License-Identifier: Apache-2.0

import Metrics

/// How a venue's request budget stands.
public struct RequestFigures: Hashable, Sendable {
  /// The weight that is believed to be used of the venue's present minute, by us and by others at this address.
  public let used: Int
  /// The weight that the venue allows in a minute.
  public let limit: Int
  /// How many requests wait, by lane.
  public let waiting: [RequestLane: Int]
  /// For how long the venue forbids every request, or nil.
  public let blockedFor: Duration?
}

/// Shows the figures as metrics.
struct RequestGauges: Sendable {
  private let used: Gauge
  private let limit: Gauge
  private let blocked: Gauge
  private let waiting: [(lane: RequestLane, gauge: Gauge)]
  private let tooMany: Counter
  private let banned: Counter

  init(venue: String) {
    used = Gauge(label: "botyard_request_weight_used", dimensions: [("venue", venue)])
    limit = Gauge(label: "botyard_request_weight_limit", dimensions: [("venue", venue)])
    blocked = Gauge(label: "botyard_requests_blocked", dimensions: [("venue", venue)])
    waiting = RequestLane.allCases.map { lane in
      (lane, Gauge(label: "botyard_requests_waiting", dimensions: [("venue", venue), ("lane", lane.rawValue)]))
    }
    tooMany = Counter(label: "botyard_requests_limited_total", dimensions: [("venue", venue), ("status", "429")])
    banned = Counter(label: "botyard_requests_limited_total", dimensions: [("venue", venue), ("status", "418")])
  }

  func show(_ figures: RequestFigures) {
    used.record(figures.used)
    limit.record(figures.limit)
    blocked.record(figures.blockedFor == nil ? 0 : 1)
    for (lane, gauge) in waiting { gauge.record(figures.waiting[lane] ?? 0) }
  }

  /// The venue refused with 429 (too many requests) or 418 (banned for a while).
  func noteLimited(status: Int) {
    (status == 418 ? banned : tooMany).increment()
  }
}
