// SPDX-License-Identifier: Apache-2.0

public import Documents

/// How fast the server is, and what it takes in and leaves out.
public struct StatusView: Sendable {
  /// How long something takes, of the newest times that were measured.
  public struct Latency: Hashable, Sendable {
    /// How often it was measured since the server started.
    public let count: Int
    /// The newest times in seconds, in any order.
    public let recent: [Double]

    /// So many measurements, and the newest of them.
    public init(count: Int, recent: [Double]) {
      self.count = count
      self.recent = recent
    }

    /// The smallest of the recent times that at least this share, above 0 and at most 1, do not exceed; nil where there
    /// are none. It is one of them, never between two.
    public func quantile(_ share: Double) -> Double? {
      guard !recent.isEmpty else { return nil }
      let rank = Int((share * Double(recent.count)).rounded(.up))
      return recent.sorted()[min(max(rank, 1), recent.count) - 1]
    }
  }

  /// What bots were too slow for, since the server started.
  public struct Drops: Hashable, Sendable {
    /// Public trades.
    public let trades: Int
    /// Candles in progress.
    public let candles: Int
    /// Quiet decisions that were not kept.
    public let decisions: Int

    /// So many of each.
    public init(trades: Int, candles: Int, decisions: Int) {
      self.trades = trades
      self.candles = candles
      self.decisions = decisions
    }
  }

  /// Version, venue and clock.
  public let health: HealthReport
  /// From a closed candle's arrival to the decisions of all bots that watch it.
  public let decisions: Latency
  /// Writing what bots did.
  public let commits: Latency
  /// The market feed, or nil where there is nothing to tell of it.
  public let feed: FeedReport?
  /// What was left out.
  public let dropped: Drops

  /// A status of its parts.
  public init(health: HealthReport, decisions: Latency, commits: Latency, feed: FeedReport?, dropped: Drops) {
    self.health = health
    self.decisions = decisions
    self.commits = commits
    self.feed = feed
    self.dropped = dropped
  }

  /// The status's document.
  public var node: Node {
    [
      "version": .string(health.version), "venue": .string(health.venue), "time": .time(health.time),
      "clock_rate": .number(health.clockRate), "latency": ["decision": decisions.node, "commit": commits.node],
      "messages": .optional(feed) { feed in
        [
          "total": .number(feed.streams.reduce(0) { $0 + $1.messages }),
          "faulty": .number(feed.streams.reduce(0) { $0 + $1.faulty }), "streams": .number(feed.streams.count),
          "connections": .number(feed.connections.count),
        ]
      },
      "dropped": [
        "trades": .number(dropped.trades), "candles": .number(dropped.candles), "decisions": .number(dropped.decisions),
      ],
    ]
  }
}

extension StatusView.Latency {
  fileprivate var node: Node {
    func seconds(_ value: Double?) -> Node { .optional(value) { .number($0) } }
    return [
      "count": .number(count), "recent": .number(recent.count), "p50_seconds": seconds(quantile(0.5)),
      "p99_seconds": seconds(quantile(0.99)), "max_seconds": seconds(recent.max()),
    ]
  }
}
