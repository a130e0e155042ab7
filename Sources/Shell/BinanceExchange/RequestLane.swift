// SPDX-License-Identifier: Apache-2.0

/// How urgent a request is. All lanes share the one budget of an address; each has a floor that the others leave it.
public enum RequestLane: String, Hashable, Sendable, CaseIterable {
  /// Taking orders back.
  case cancels
  /// Orders that close something: what protects money goes before what risks it.
  case exits
  /// What must be known to act: the state of orders and accounts, the venue's clock, its instruments.
  case account
  /// Orders that open something.
  case entries
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
  var isUrgent: Bool {
    switch self {
    case .cancels, .exits, .account, .entries: true
    case .gaps, .bootstrap, .trades, .books, .displays: false
    }
  }

  /// The part of the venue's limit that the other lanes leave to this one, in percent. Those of the urgent lanes fit
  /// into what ordinary lanes can't use.
  var floorPercent: Int {
    switch self {
    case .cancels: 8
    case .exits: 4
    case .account: 6
    case .entries: 2
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
    case .cancels: 0
    case .exits: 1
    case .account: 2
    case .entries: 3
    case .gaps: 4
    case .bootstrap: 5
    case .trades: 6
    case .books: 7
    case .displays: 8
    }
  }
}
