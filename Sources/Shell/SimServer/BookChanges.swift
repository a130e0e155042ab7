// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// What changes in a book between two messages of a stream: every level that is touched, with its newest quantity.
///
/// A level that comes and goes in between is told as removed. Who takes a snapshot in between has it, and would keep it.
struct BookChanges {
  private var bids: [Price: Quantity] = [:]
  private var asks: [Price: Quantity] = [:]
  /// The update up to which everything has been told, and the newest one.
  private var toldID: Int64
  private var lastID: Int64

  /// None so far, after an update.
  init(after id: Int64) { (toldID, lastID) = (id, id) }

  /// Adds what an update did to the book.
  mutating func add(_ step: Depth, id: Int64) {
    for level in step.bids { bids[level.price] = level.quantity }
    for level in step.asks { asks[level.price] = level.quantity }
    lastID = id
  }

  /// Hands out what has to be told, best prices first; nil without an update.
  mutating func take() -> (changes: Depth, ids: ClosedRange<Int64>)? {
    guard lastID > toldID else { return nil }
    let changes = Depth(
      bids: bids.map { DepthLevel(price: $0.key, quantity: $0.value) }.sorted { $0.price > $1.price },
      asks: asks.map { DepthLevel(price: $0.key, quantity: $0.value) }.sorted { $0.price < $1.price })
    let ids = toldID + 1...lastID
    self = BookChanges(after: lastID)
    return (changes, ids)
  }
}
