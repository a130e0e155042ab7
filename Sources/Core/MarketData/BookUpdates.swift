// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// An order book as it stood after one of its updates.
public struct BookSnapshot: Hashable, Sendable {
  /// The venue's number for the last update that is in it.
  public let lastUpdateID: Int64
  /// Both sides, best prices first.
  public let depth: Depth

  /// A book as the venue tells it.
  public init(lastUpdateID: Int64, depth: Depth) {
    self.lastUpdateID = lastUpdateID
    self.depth = depth
  }

  /// Whether it can be true: a number that is none of the impossible, prices above 0, no quantity below 0.
  public var isPlausible: Bool { BookChange.updateIDs.contains(lastUpdateID) && depth.isPlausible }
}

/// What changed in an order book from one update to another.
public struct BookChange: Hashable, Sendable {
  /// The number of the first update in it.
  public let firstUpdateID: Int64
  /// The number of the last update in it; not below the first.
  public let lastUpdateID: Int64
  /// When the venue sent it, by the venue's clock.
  public let time: Instant
  /// The levels that changed, as they stand after the last update; quantity 0 says that a level is gone.
  public let depth: Depth

  /// A change as the venue tells it.
  public init(firstUpdateID: Int64, lastUpdateID: Int64, time: Instant, depth: Depth) {
    self.firstUpdateID = firstUpdateID
    self.lastUpdateID = lastUpdateID
    self.time = time
    self.depth = depth
  }

  /// How many levels changed.
  public var levelCount: Int { depth.bids.count + depth.asks.count }

  /// How many updates can be in one change, which covers a tenth of a second.
  static let updatesMax: Int64 = 1_000_000

  /// Whether it can be true: numbers in order and not too many, prices above 0, no quantity below 0.
  public var isPlausible: Bool {
    firstUpdateID <= lastUpdateID && Self.updateIDs.contains(firstUpdateID) && Self.updateIDs.contains(lastUpdateID)
      && lastUpdateID - firstUpdateID < Self.updatesMax && depth.isPlausible
  }

  /// The numbers that an update can have: arithmetic on them can't overflow.
  static let updateIDs = 0...Int64.max / 4
}

extension Depth {
  /// Whether every price is above 0 and no quantity is below.
  public var isPlausible: Bool {
    bids.allSatisfy { $0.price > .zero && $0.quantity >= .zero }
      && asks.allSatisfy { $0.price > .zero && $0.quantity >= .zero }
  }
}
