// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// What the accounts have open on a pair, by price and time, and what they have taken of what others offer.
struct PairBook: Sendable {
  /// An order on the book.
  struct Resting: Sendable {
    let orderID: Int64
    let account: VenueAccountID
    let price: Price
    /// How much of what others offer at its price comes before it.
    var ahead: Quantity
  }

  private struct Taken: Sendable {
    /// How much the level showed.
    let shown: Quantity
    var quantity: Quantity
  }

  /// Buys, highest price first, then oldest first.
  private(set) var bids: [Resting] = []
  /// Sales, lowest price first, then oldest first.
  private(set) var asks: [Resting] = []
  /// Orders that wait for a price, oldest first.
  private(set) var waiting: [WaitingOrder] = []
  private var takenBids: [Price: Taken] = [:]
  private var takenAsks: [Price: Taken] = [:]

  /// Whether nothing is open.
  var isEmpty: Bool { bids.isEmpty && asks.isEmpty && waiting.isEmpty }

  /// What rests on a side.
  func resting(_ side: Side) -> [Resting] { side == .buy ? bids : asks }

  // MARK: Orders

  mutating func rest(_ order: Resting, _ side: Side) {
    switch side {
    case .buy: bids.insert(order, at: bids.partition { $0.price < order.price })
    case .sell: asks.insert(order, at: asks.partition { $0.price > order.price })
    }
  }

  mutating func wait(_ order: WaitingOrder) { waiting.append(order) }

  /// Takes an order out, wherever it is.
  mutating func remove(_ orderID: Int64, _ side: Side) {
    switch side {
    case .buy: if let index = bids.firstIndex(where: { $0.orderID == orderID }) { bids.remove(at: index) }
    case .sell: if let index = asks.firstIndex(where: { $0.orderID == orderID }) { asks.remove(at: index) }
    }
    if let index = waiting.firstIndex(where: { $0.orderID == orderID }) { waiting.remove(at: index) }
  }

  /// Forgets all orders; what was taken of what others offer stays taken.
  mutating func removeAll() {
    bids = []
    asks = []
    waiting = []
  }

  /// Lets those that wait see a trade's price.
  ///
  /// - Returns: those whose price is reached, and those that began to follow the price, oldest first.
  mutating func see(_ price: Price) -> (reached: [WaitingOrder], following: [WaitingOrder]) {
    var reached: [WaitingOrder] = []
    var following: [WaitingOrder] = []
    for index in waiting.indices {
      switch waiting[index].see(price) {
      case .nothing: break
      case .following: following.append(waiting[index])
      case .reached: reached.append(waiting[index])
      }
    }
    return (reached, following)
  }

  /// Moves the orders on a side up by what was taken at their price of what came before them.
  mutating func advance(_ side: Side, at price: Price, by quantity: Quantity) {
    func advance(_ orders: inout [Resting]) {
      for index in orders.indices where orders[index].price == price {
        orders[index].ahead = max(.zero, orders[index].ahead - quantity)
      }
    }
    switch side {
    case .buy: advance(&bids)
    case .sell: advance(&asks)
    }
  }

  // MARK: What others offer

  /// How much of a level is still there after what was taken of it.
  func available(_ level: DepthLevel, _ side: Side) -> Quantity {
    let taken = (side == .buy ? takenBids : takenAsks)[level.price]
    guard let taken, taken.shown == level.quantity else { return level.quantity }
    return level.quantity - taken.quantity
  }

  /// How much others offer at a price of a side.
  func offered(_ side: Side, at price: Price, in depth: Depth) -> Quantity {
    Self.level(at: price, side, in: depth).map { available($0, side) } ?? .zero
  }

  /// Remembers what is taken of the levels of a side, and forgets it of levels that have changed.
  mutating func take(_ quantities: [(price: Price, quantity: Quantity)], _ side: Side, of depth: Depth) {
    var taken = side == .buy ? takenBids : takenAsks
    taken = taken.filter { price, known in Self.level(at: price, side, in: depth)?.quantity == known.shown }
    for (price, quantity) in quantities {
      guard let level = Self.level(at: price, side, in: depth) else { continue }
      taken[price, default: Taken(shown: level.quantity, quantity: .zero)].quantity =
        (taken[price]?.quantity ?? .zero) + quantity
    }
    if side == .buy { takenBids = taken } else { takenAsks = taken }
  }

  private static func level(at price: Price, _ side: Side, in depth: Depth) -> DepthLevel? {
    let levels = side == .buy ? depth.bids : depth.asks
    let index = levels.partition { side == .buy ? $0.price <= price : $0.price >= price }
    return index < levels.count && levels[index].price == price ? levels[index] : nil
  }
}

extension Array {
  /// The index of the first element that passes a test which all after it pass, too; the count where none does.
  fileprivate func partition(where isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
