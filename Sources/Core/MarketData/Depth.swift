// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// A price of an order book, and how much is offered at it.
public struct DepthLevel: Hashable, Sendable {
  /// The price.
  public let price: Price
  /// How much of the base asset; 0 in a change says that the price is not in the book any more.
  public let quantity: Quantity

  /// A level of a book.
  public init(price: Price, quantity: Quantity) {
    self.price = price
    self.quantity = quantity
  }
}

/// Both sides of an order book, or what changed in them; best prices first.
public struct Depth: Hashable, Sendable {
  /// What is bought, highest price first.
  public var bids: [DepthLevel]
  /// What is sold, lowest price first.
  public var asks: [DepthLevel]

  /// Two sides.
  public init(bids: [DepthLevel] = [], asks: [DepthLevel] = []) {
    self.bids = bids
    self.asks = asks
  }
}

extension Depth {
  /// What has to be done to this book so that it becomes another: new and changed levels, and those to be removed.
  public func changes(to next: Depth) -> Depth {
    Depth(
      bids: Self.changes(from: bids, to: next.bids) { $0 > $1 },
      asks: Self.changes(from: asks, to: next.asks) { $0 < $1 })
  }

  private static func changes(
    from old: [DepthLevel], to new: [DepthLevel], isBetter: (Price, Price) -> Bool
  ) -> [DepthLevel] {
    var changes: [DepthLevel] = []
    var rest = old[...]
    for level in new {
      while let first = rest.first, isBetter(first.price, level.price) {
        changes.append(DepthLevel(price: first.price, quantity: .zero))
        rest.removeFirst()
      }
      if let first = rest.first, first.price == level.price {
        if first.quantity != level.quantity { changes.append(level) }
        rest.removeFirst()
      } else {
        changes.append(level)
      }
    }
    return changes + rest.map { DepthLevel(price: $0.price, quantity: .zero) }
  }
}
