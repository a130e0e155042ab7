// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// The pairs that a bot watches, in alphabetical order, each with what the bot knows of it.
///
/// Markets lie side by side and are found by halving: there are thousands of such tables, and a dictionary leaves half of
/// its room empty.
public struct MarketTable: Sendable {
  /// The pairs.
  public private(set) var keys: [Pair] = []
  /// What is known of each of ``keys``, in the same order.
  public internal(set) var values: [WatchedMarket] = []

  /// A table without pairs, with room for so many.
  init(capacity: Int) {
    keys.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }

  /// A pair's market, or nil where it is not watched.
  public subscript(pair: Pair) -> WatchedMarket? {
    place(of: pair).map { values[$0] }
  }

  /// Where a pair's market stands in ``values``, or nil where it is not watched.
  func place(of pair: Pair) -> Int? {
    let place = lowerBound(of: pair)
    return place < keys.count && keys[place] == pair ? place : nil
  }

  /// Changes a pair's market where it stands, if it is watched.
  mutating func update(_ pair: Pair, _ change: (inout WatchedMarket) -> Void) {
    if let place = place(of: pair) { change(&values[place]) }
  }

  /// Adds a pair's market, or replaces the one there was.
  mutating func insert(_ market: WatchedMarket, of pair: Pair) {
    let place = lowerBound(of: pair)
    if place < keys.count, keys[place] == pair { return values[place] = market }
    keys.insert(pair, at: place)
    values.insert(market, at: place)
  }

  /// Takes a pair out, if it is watched.
  mutating func remove(_ pair: Pair) {
    guard let place = place(of: pair) else { return }
    keys.remove(at: place)
    values.remove(at: place)
  }

  /// The first place whose pair is not before another.
  private func lowerBound(of pair: Pair) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < pair { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension MarketTable: RandomAccessCollection {
  /// Where the first pair stands.
  public var startIndex: Int { keys.startIndex }

  /// Behind the last pair.
  public var endIndex: Int { keys.endIndex }

  /// The pair at a place, and what is known of it.
  public subscript(position: Int) -> (pair: Pair, market: WatchedMarket) { (keys[position], values[position]) }
}
