// SPDX-License-Identifier: Apache-2.0

/// How urgent a request is. All lanes share the one budget of an address; each has a floor that the others leave it.
public enum RequestLane: String, Hashable, Sendable, CaseIterable {
  /// Orders and cancels.
  case orders
  /// What must be known to act: the state of orders and accounts, the venue's clock, its instruments.
  case account
  /// Candles that a stream missed: bots wait for them.
  case gaps
  /// History for a series that begins.
  case bootstrap
  /// Trades that a stream missed. They are heavy, many may be missing at once, and who waits for them goes on without.
  case trades
  /// Order books, from which a stream of changes goes on.
  case books
  /// Charts, and whatever else somebody wants to look at.
  case displays

  /// Whether the lane may use the whole limit; the others together only ``RequestBudget/ordinaryPercent`` of it.
  var isUrgent: Bool { self == .orders || self == .account }

  /// The part of the venue's limit that the other lanes leave to this one, in percent.
  var floorPercent: Int {
    switch self {
    case .orders: 10
    case .account: 8
    case .gaps: 10
    case .bootstrap: 20
    case .trades: 3
    case .books: 5
    case .displays: 5
    }
  }

  /// Where the lane's figures stand.
  var index: Int {
    switch self {
    case .orders: 0
    case .account: 1
    case .gaps: 2
    case .bootstrap: 3
    case .trades: 4
    case .books: 5
    case .displays: 6
    }
  }
}
