// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

/// How the server is: it answers, so it lives.
public struct HealthReport: Hashable, Sendable {
  /// The server's version.
  public let version: String
  /// The default account's venue.
  public let venue: String
  /// The venue's clock.
  public let time: Instant

  /// How many seconds the venue's clock goes on in one of the wall's: 1 at a real venue, 0 where it stands still.
  public let clockRate: Double

  /// How the server is.
  public init(version: String, venue: String, time: Instant, clockRate: Double = 1) {
    self.version = version
    self.venue = venue
    self.time = time
    self.clockRate = clockRate
  }

  /// The report's document.
  public var node: Node {
    ["status": "ok", "version": .string(version), "venue": .string(venue), "time": .time(time)]
  }
}

/// Whether the server does what it is for: the store is open, and every desired bot was picked up.
public struct Readiness: Hashable, Sendable {
  /// What is missing, a sentence each; empty where it is ready.
  public let missing: [String]
  /// How many bots are wanted to trade or to manage what they hold.
  public let activeBots: Int

  /// Whether the server is ready.
  public init(missing: [String], activeBots: Int) {
    self.missing = missing
    self.activeBots = activeBots
  }

  /// Whether nothing is missing.
  public var isReady: Bool { missing.isEmpty }

  /// The document of a server that is ready.
  public var node: Node { ["status": "ok", "active_bots": .number(activeBots)] }
}
