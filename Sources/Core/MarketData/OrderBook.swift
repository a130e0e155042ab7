// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// An order book, exact, as far as it is known.
///
/// A snapshot shows so many levels of a side and no more. What lies beyond the last of them is unknown, also once a
/// change names a level there: the ones in between may have changed before. So the book keeps to what the snapshot
/// showed, and says when too little of that is left.
public struct OrderBook: Hashable, Sendable {
  /// The venue's number for the last update that is in it.
  public private(set) var lastUpdateID: Int64
  private var bids: BookSide
  private var asks: BookSide
  /// Fewer levels of a side that isn't known whole are too few.
  private let levelsMin: Int

  /// The book of a snapshot.
  ///
  /// - Parameter limit: how many levels of a side were asked for, above 0: a side with as many may have more that were
  ///   not shown.
  public init(_ snapshot: BookSnapshot, limit: Int) {
    lastUpdateID = snapshot.lastUpdateID
    bids = BookSide(snapshot.depth.bids, isBid: true, limit: limit)
    asks = BookSide(snapshot.depth.asks, isBid: false, limit: limit)
    levelsMin = limit / 10
  }

  /// Puts in what changed, whatever was before.
  public mutating func apply(_ change: BookChange) {
    for level in change.depth.bids { bids.set(level) }
    for level in change.depth.asks { asks.set(level) }
    lastUpdateID = change.lastUpdateID
  }

  /// The best price at which somebody buys, or nil where nobody does as far as is known.
  public var bestBid: DepthLevel? { bids.best }

  /// The best price at which somebody sells, or nil where nobody does as far as is known.
  public var bestAsk: DepthLevel? { asks.best }

  /// Both sides, best prices first, so many levels of each at most.
  public func depth(levels: Int) -> Depth {
    Depth(bids: bids.first(levels), asks: asks.first(levels))
  }

  /// How much is bought at a price or better; nil where the book isn't known as far as that.
  public func bidVolume(downTo price: Price) -> Quantity? { bids.volume(to: price) }

  /// How much is sold at a price or better; nil where the book isn't known as far as that.
  public func askVolume(upTo price: Price) -> Quantity? { asks.volume(to: price) }

  /// Whether somebody buys at a price at which somebody sells: no book of a venue looks like that.
  public var isCrossed: Bool {
    guard let bid = bids.best, let ask = asks.best else { return false }
    return bid.price >= ask.price
  }

  /// Whether less than a tenth of what a snapshot shows is left of a side that has more: time for another snapshot.
  public var isThin: Bool { bids.isThin(below: levelsMin) || asks.isThin(below: levelsMin) }
}

/// One side of a book, worst price first: what changes most stands last.
struct BookSide: Hashable, Sendable {
  private var levels: [DepthLevel] = []
  private let isBid: Bool
  /// The worst price that is known of, or nil where everything is.
  private let horizon: Price?

  init(_ bestFirst: [DepthLevel], isBid: Bool, limit: Int) {
    self.isBid = isBid
    horizon =
      bestFirst.count < limit ? nil : isBid ? bestFirst.map(\.price).min() : bestFirst.map(\.price).max()
    levels.reserveCapacity(bestFirst.count)
    for level in bestFirst.reversed() { set(level) }
  }

  var best: DepthLevel? { levels.last }

  func isThin(below count: Int) -> Bool { horizon != nil && levels.count < max(1, count) }

  func first(_ count: Int) -> [DepthLevel] { levels.suffix(max(0, count)).reversed() }

  func volume(to price: Price) -> Quantity? {
    if let horizon, isBetter(horizon, price) { return nil }
    return levels[place(of: price)...].reduce(.zero) { $0 + $1.quantity }
  }

  /// Sets a level; quantity 0 takes it away.
  mutating func set(_ level: DepthLevel) {
    if let horizon, isBetter(horizon, level.price) { return }
    let place = place(of: level.price)
    let isThere = place < levels.count && levels[place].price == level.price
    switch (isThere, level.quantity > .zero) {
    case (true, true): levels[place] = level
    case (true, false): levels.remove(at: place)
    case (false, true): levels.insert(level, at: place)
    case (false, false): break
    }
  }

  private func isBetter(_ left: Price, _ right: Price) -> Bool { isBid ? left > right : left < right }

  /// Where a price stands, or would: the first level that is not worse.
  private func place(of price: Price) -> Int {
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      if isBetter(price, levels[middle].price) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
