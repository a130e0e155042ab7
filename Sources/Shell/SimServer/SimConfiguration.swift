// SPDX-License-Identifier: Apache-2.0

public import ExchangeModel
public import TradingModel

/// What a simulated venue shows, where it listens, and how its time goes.
public struct SimConfiguration: Sendable {
  /// The market.
  public var market: any MarketRecord
  /// The address to listen on.
  public var host: String
  /// The port to listen on; 0 for any that is free.
  public var port: Int
  /// The venue's time at the anchor.
  public var start: Instant
  /// The wall's time at the start.
  public var anchor: Instant
  /// Venue milliseconds per millisecond of the wall; above 0, at most 100,000.
  public var speed: Fixed
  /// Whether time stands still at `start` until it is stepped or let go.
  public var isPaused: Bool
  /// What goes wrong, and when.
  public var faults: FaultPlan
  /// Who may trade; with nobody, no key is known.
  public var accounts: [SimAccount]

  /// A venue of a market whose time begins at `start` when the wall's is `anchor`.
  public init(
    market: any MarketRecord, host: String = "127.0.0.1", port: Int = 0, start: Instant, anchor: Instant,
    speed: Fixed = 1, isPaused: Bool = false, faults: FaultPlan = .none, accounts: [SimAccount] = []
  ) {
    self.market = market
    self.host = host
    self.port = port
    self.start = start
    self.anchor = anchor
    self.speed = speed
    self.isPaused = isPaused
    self.faults = faults
    self.accounts = accounts
  }
}
