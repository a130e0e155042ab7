// SPDX-License-Identifier: Apache-2.0

public import Documents
public import MarketData
public import TradingModel

/// How well the market feed is.
public struct FeedReport: Sendable {
  /// The venue's name.
  public let venue: String
  /// The stream connections.
  public let connections: Connections
  /// The request budget.
  public let requests: Requests
  /// How often something was wrong with the data, by kind.
  public let faults: [String: Int]
  /// Every stream that is watched.
  public let streams: [Stream]
  /// What was wrong of late, the newest first.
  public let anomalies: [Anomaly]

  /// A report of its parts.
  public init(
    venue: String, connections: Connections, requests: Requests, faults: [String: Int], streams: [Stream],
    anomalies: [Anomaly]
  ) {
    self.venue = venue
    self.connections = connections
    self.requests = requests
    self.faults = faults
    self.streams = streams
    self.anomalies = anomalies
  }

  /// The stream connections to the venue.
  public struct Connections: Hashable, Sendable {
    /// How many are kept up.
    public let count: Int
    /// How many attempts to connect were made in the last five minutes.
    public let attempts: Int
    /// How many may be made.
    public let attemptsMax: Int

    /// Connections and attempts to connect.
    public init(count: Int, attempts: Int, attemptsMax: Int) {
      self.count = count
      self.attempts = attempts
      self.attemptsMax = attemptsMax
    }
  }

  /// The budget for requests.
  public struct Requests: Hashable, Sendable {
    /// The weight that is used of the venue's present minute.
    public let weightUsed: Int
    /// The weight that the venue allows in a minute.
    public let weightLimit: Int
    /// How many requests wait.
    public let waiting: Int
    /// For how many seconds more the venue forbids every request, or nil.
    public let blockedSeconds: Int?

    /// How the budget stands.
    public init(weightUsed: Int, weightLimit: Int, waiting: Int, blockedSeconds: Int?) {
      self.weightUsed = weightUsed
      self.weightLimit = weightLimit
      self.waiting = waiting
      self.blockedSeconds = blockedSeconds
    }
  }

  /// A stream and how good it is.
  public struct Stream: Hashable, Sendable {
    /// Which one.
    public let stream: MarketStream
    /// The share of good messages, 0 to 1, the newest counting most.
    public let quality: Double
    /// How many messages came.
    public let messages: Int
    /// How many of them were wrong or suspicious.
    public let faulty: Int

    /// Why a stream of candles is not live; nil where it is, and for other streams.
    public let trouble: String?

    /// A stream's figures.
    public init(stream: MarketStream, quality: Double, messages: Int, faulty: Int, trouble: String? = nil) {
      self.stream = stream
      self.quality = quality
      self.messages = messages
      self.faulty = faulty
      self.trouble = trouble
    }
  }

  /// Something that was wrong.
  public struct Anomaly: Hashable, Sendable {
    /// What it was.
    public let fault: String
    /// On which stream, or nil where that can't be told.
    public let stream: MarketStream?
    /// When it was first seen.
    public let firstAt: Instant
    /// When it was last seen.
    public let lastAt: Instant
    /// How often it came in a row.
    public let count: Int
    /// Particulars of the first.
    public let detail: String

    /// Something that was wrong.
    public init(fault: String, stream: MarketStream?, firstAt: Instant, lastAt: Instant, count: Int, detail: String) {
      self.fault = fault
      self.stream = stream
      self.firstAt = firstAt
      self.lastAt = lastAt
      self.count = count
      self.detail = detail
    }
  }
}

extension FeedReport {
  /// The same report with the streams and anomalies of one pair only.
  public func of(_ pair: Pair) -> FeedReport {
    FeedReport(
      venue: venue, connections: connections, requests: requests, faults: faults,
      streams: streams.filter { $0.stream.pair == pair }, anomalies: anomalies.filter { $0.stream?.pair == pair })
  }

  /// The document, with so many streams, the worst first, and so many anomalies.
  public func node(limit: Int) -> Node {
    let worst = streams.sorted {
      ($0.quality, "\($0.stream.pair)", $0.stream.name) < ($1.quality, "\($1.stream.pair)", $1.stream.name)
    }
    return [
      "venue": .string(venue),
      "connections": [
        "count": .number(connections.count), "attempts": .number(connections.attempts),
        "attempts_max": .number(connections.attemptsMax),
      ],
      "requests": [
        "weight_used": .number(requests.weightUsed), "weight_limit": .number(requests.weightLimit),
        "waiting": .number(requests.waiting), "blocked_seconds": .optional(requests.blockedSeconds) { .number($0) },
      ],
      "faults": .object(
        faults.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .number($0.value)) }),
      "stream_count": .number(streams.count),
      "streams": .array(worst.prefix(limit).map(\.node)),
      "anomalies": .array(anomalies.prefix(limit).map(\.node)),
    ]
  }
}

extension FeedReport.Stream {
  fileprivate var node: Node {
    [
      "pair": .string("\(stream.pair)"), "stream": .string(stream.name), "quality": .number(quality),
      "messages": .number(messages), "faulty": .number(faulty), "trouble": .optional(trouble) { .string($0) },
    ]
  }
}

extension FeedReport.Anomaly {
  fileprivate var node: Node {
    [
      "fault": .string(fault), "pair": .optional(stream) { .string("\($0.pair)") },
      "stream": .optional(stream) { .string($0.name) }, "first_at": .time(firstAt), "last_at": .time(lastAt),
      "count": .number(count), "detail": .string(detail),
    ]
  }
}

extension MarketStream {
  /// What it brings, of whichever pair: `candles 5m`, `trades`.
  var name: String {
    switch self {
    case .candles(let key): "candles \(key.timeframe.text)"
    case .trades: "trades"
    case .quotes: "quotes"
    case .aggregates: "aggregates"
    case .ticker: "ticker"
    case .book: "book"
    }
  }
}
