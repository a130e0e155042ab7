// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// A position from its first entry to its last exit. A closed trade never changes.
public struct Trade: Hashable, Sendable {
  /// Unique in the server.
  public let id: TradeID
  /// What is traded.
  public let pair: Pair
  /// The entry signal's tag, or `force_entry`.
  public let enterTag: String
  /// When its first fill was.
  public let openedAt: Instant
  /// What its entries came to.
  public var entered: Turnover
  /// What its exits came to so far.
  public var exited: Turnover
  /// The price at which it is sold to limit the loss; nil before it is known.
  public var stopPrice: Price?
  /// The stop as it was when the trade opened.
  public var initialStopPrice: Price?
  /// Whether the stop was raised by trailing.
  public var isStopTrailing: Bool
  /// The highest price seen since it opened.
  public var highestPrice: Price
  /// The lowest price seen since it opened.
  public var lowestPrice: Price
  /// Set when it is closed.
  public var closing: Closing?

  /// How a trade was closed.
  public struct Closing: Hashable, Sendable {
    /// When its last fill was.
    public let closedAt: Instant
    /// Why: a rule's tag, `exit_signal`, `custom_exit`, `stop_loss`, `trailing_stop_loss`, `roi`, `emergency_exit`,
    /// `force_exit`.
    public let reason: String
    /// What it made, after fees.
    public let profit: Money
    /// The same as a ratio of what the entries cost with fees.
    public let profitRatio: Ratio

    /// How a trade was closed.
    public init(closedAt: Instant, reason: String, profit: Money, profitRatio: Ratio) {
      self.closedAt = closedAt
      self.reason = reason
      self.profit = profit
      self.profitRatio = profitRatio
    }
  }

  /// The fills of one side, added up.
  public struct Turnover: Hashable, Sendable {
    /// How much of the base asset.
    public var quantity: Quantity
    /// What it cost or brought, without fees.
    public var cost: Money
    /// The fees, in the quote asset.
    public var fee: Money
    /// How many orders were filled, wholly or in part.
    public var orders: Int

    /// Nothing yet.
    public static let none = Turnover(quantity: .zero, cost: .zero, fee: .zero, orders: 0)

    /// Fills, added up.
    public init(quantity: Quantity, cost: Money, fee: Money, orders: Int = 1) {
      self.quantity = quantity
      self.cost = cost
      self.fee = fee
      self.orders = orders
    }

    /// Adds a fill.
    ///
    /// - Parameter isFirst: whether it is the first one of its order.
    public mutating func add(_ quantity: Quantity, cost: Money, fee: Money, isFirst: Bool) {
      self.quantity = self.quantity + quantity
      self.cost = self.cost + cost
      self.fee = self.fee + fee
      if isFirst { orders += 1 }
    }

    /// The average price, or nil where there is nothing.
    public var rate: Price? {
      guard quantity > .zero else { return nil }
      return try? cost.price(of: quantity, rounding: .halfEven)
    }

    /// The fees as a ratio of the cost; 0 where there is nothing.
    public var feeRatio: Ratio {
      guard cost > .zero else { return .zero }
      return (try? fee.ratio(to: cost)) ?? .zero
    }
  }

  /// A trade as its parts say.
  public init(
    id: TradeID, pair: Pair, enterTag: String, openedAt: Instant, entered: Turnover, exited: Turnover = .none,
    stopPrice: Price? = nil, initialStopPrice: Price? = nil, isStopTrailing: Bool = false, highestPrice: Price,
    lowestPrice: Price, closing: Closing? = nil
  ) {
    self.id = id
    self.pair = pair
    self.enterTag = enterTag
    self.openedAt = openedAt
    self.entered = entered
    self.exited = exited
    self.stopPrice = stopPrice
    self.initialStopPrice = initialStopPrice
    self.isStopTrailing = isStopTrailing
    self.highestPrice = highestPrice
    self.lowestPrice = lowestPrice
    self.closing = closing
  }

  /// How much is held.
  public var held: Quantity { entered.quantity - exited.quantity }

  /// Whether it is still open.
  public var isOpen: Bool { closing == nil }

  /// What the trade would have made if the rest were sold at a price for a fee: amount and ratio.
  ///
  /// - Throws: ``ArithmeticError`` where a product can't be represented.
  public func profit(at price: Price, fee: Ratio) throws(ArithmeticError) -> (amount: Money, ratio: Ratio) {
    let rest = try price.times(held, rounding: .halfEven)
    let proceeds = exited.cost - exited.fee + rest - (try rest.times(fee, rounding: .halfEven))
    let outlay = entered.cost + entered.fee
    let amount = proceeds - outlay
    return (amount, outlay > .zero ? try amount.ratio(to: outlay) : .zero)
  }
}
