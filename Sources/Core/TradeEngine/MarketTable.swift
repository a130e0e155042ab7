// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// The pairs that a bot watches, each with what the bot knows of it, in the order in which they were added.
///
/// Markets lie side by side: they are large, and a dictionary of them would leave half of its room empty.
public struct MarketTable: Sendable {
  /// The pairs.
  public private(set) var keys: [Pair] = []
  /// What is known of each of ``keys``, in the same order.
  public internal(set) var values: [WatchedMarket] = []
  private var places: [Pair: Int] = [:]

  /// A table without pairs, with room for so many.
  init(capacity: Int) {
    keys.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
    places.reserveCapacity(capacity)
  }

  /// A pair's market, or nil where it is not watched.
  public subscript(pair: Pair) -> WatchedMarket? {
    places[pair].map { values[$0] }
  }

  /// Where a pair's market stands in ``values``, or nil where it is not watched.
  func place(of pair: Pair) -> Int? { places[pair] }

  /// Changes a pair's market where it stands, if it is watched.
  mutating func update(_ pair: Pair, _ change: (inout WatchedMarket) -> Void) {
    if let place = places[pair] { change(&values[place]) }
  }

  /// Adds a pair's market, or replaces the one there was.
  mutating func insert(_ market: WatchedMarket, of pair: Pair) {
    if let place = places[pair] { return values[place] = market }
    places[pair] = values.count
    keys.append(pair)
    values.append(market)
  }

  /// Takes a pair out, if it is watched.
  mutating func remove(_ pair: Pair) {
    guard let place = places[pair] else { return }
    keys.remove(at: place)
    values.remove(at: place)
    places = Dictionary(uniqueKeysWithValues: zip(keys, keys.indices))
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
