// SPDX-License-Identifier: Apache-2.0

import DequeModule
public import MarketData
public import TradingModel

/// Something that was wrong with market data, or suspicious.
public struct FeedAnomaly: Hashable, Sendable {
  /// What it was.
  public let fault: FeedFault
  /// On which stream, or nil where that can't be told.
  public let stream: MarketStream?
  /// When it was first seen, by the venue's clock.
  public let firstAt: Instant
  /// When it was last seen, if it came several times in a row.
  public internal(set) var lastAt: Instant
  /// How often it came in a row.
  public internal(set) var count: Int
  /// Particulars of the first.
  public let detail: String
}

/// The last anomalies, each kind on each stream once as long as it goes on. Bounded: the oldest go first.
struct AnomalyRing: Equatable {
  static let capacity = 1000
  /// Among so many of the newest it is looked whether one goes on.
  static let reach = 16

  private var anomalies: Deque<FeedAnomaly> = []

  /// The newest first.
  func newest(_ limit: Int) -> [FeedAnomaly] { anomalies.suffix(limit).reversed() }

  /// Takes one that goes on; false where it is new.
  mutating func extend(_ fault: FeedFault, on stream: MarketStream?, times: Int, at now: Instant) -> Bool {
    let newest = anomalies.indices.suffix(Self.reach)
    guard let index = newest.last(where: { anomalies[$0].fault == fault && anomalies[$0].stream == stream }) else {
      return false
    }
    anomalies[index].count += times
    anomalies[index].lastAt = now
    return true
  }

  mutating func add(_ anomaly: FeedAnomaly) {
    anomalies.append(anomaly)
    if anomalies.count > Self.capacity { anomalies.removeFirst() }
  }
}
