// SPDX-License-Identifier: Apache-2.0

/// What an order is for.
public enum OrderPurpose: String, Hashable, Sendable {
  /// It opens a trade.
  case entry
  /// It adds to one.
  case addition
  /// It closes one.
  case exit
  /// It sells a part of one, which goes on.
  case partialExit = "partial_exit"
}

/// An order of ours: what was asked, and what has become of it.
public struct Order: Hashable, Sendable {
  /// Unique in the server.
  public let id: OrderID
  /// What the exchange knows it by, made before it is sent.
  public let clientOrderID: ClientOrderID
  /// The trade that it belongs to.
  public let trade: TradeID
  /// What it is for.
  public let purpose: OrderPurpose
  /// What was asked.
  public let terms: OrderTerms
  /// Why it was placed: the entry's tag or the exit's reason.
  public let reason: String
  /// When it was decided, by the venue's clock.
  public let createdAt: Instant
  /// When it last changed, by the venue's clock.
  public var updatedAt: Instant
  /// Where it stands; changed by ``record(_:at:)`` and ``book(_:)`` only.
  public internal(set) var status: OrderStatus
  /// The exchange's number for it, once it has one.
  public internal(set) var exchangeOrderID: String?
  /// How much of it is filled.
  public internal(set) var filled: Quantity
  /// What the filled part cost or brought, without fees.
  public internal(set) var cost: Money
  /// The fees of its fills, in the quote asset.
  public internal(set) var fee: Money

  /// An order as it is written to disk before it is sent.
  public init(
    id: OrderID, clientOrderID: ClientOrderID, trade: TradeID, purpose: OrderPurpose, terms: OrderTerms,
    reason: String, createdAt: Instant
  ) {
    self.id = id
    self.clientOrderID = clientOrderID
    self.trade = trade
    self.purpose = purpose
    self.terms = terms
    self.reason = reason
    self.createdAt = createdAt
    updatedAt = createdAt
    status = .submitting
    filled = .zero
    cost = .zero
    fee = .zero
  }

  /// How much is still to be filled.
  public var remaining: Quantity { max(.zero, terms.quantity - filled) }

  /// How much more was filled than was ordered: nothing, unless the venue is wrong.
  public var overfill: Quantity { max(.zero, filled - terms.quantity) }

  /// The average price of the filled part, rounded half to even at 10⁻¹²; nil where nothing is filled.
  public var averagePrice: Price? {
    guard filled > .zero else { return nil }
    return try? cost.price(of: filled, rounding: .halfEven)
  }
}

/// Part of an order that was traded.
public struct Fill: Hashable, Sendable {
  /// The venue's identity of it.
  public let id: FillID
  /// Which order it fills.
  public let order: OrderID
  /// At what price.
  public let price: Price
  /// How much.
  public let quantity: Quantity
  /// What the exchange took for it, in the quote asset or at that asset's value.
  public let fee: Money
  /// What the exchange took, where that was another asset than the quote; nil where ``fee`` was.
  public let commission: Commission?
  /// When, by the venue's clock.
  public let time: Instant

  /// A fill as the venue reports it.
  public init(
    id: FillID, order: OrderID, price: Price, quantity: Quantity, fee: Money, commission: Commission? = nil,
    time: Instant
  ) {
    self.id = id
    self.order = order
    self.price = price
    self.quantity = quantity
    self.fee = fee
    self.commission = commission
    self.time = time
  }

  /// How much of a bought base asset the exchange kept.
  public func keptBase(of pair: Pair) -> Quantity {
    guard let commission, commission.asset == pair.base else { return .zero }
    return Quantity(commission.amount)
  }

  /// What of the fee was paid with the quote asset; a fee in another one leaves the money in hand as it is.
  public var feeInQuote: Money { commission == nil ? fee : .zero }
}

/// Why a report about an order can't be true.
public enum OrderContradiction: Error, Hashable, Sendable {
  /// The lifecycle table has no such row.
  case impossible(OrderOccurrence, in: OrderStatus)
  /// The fill's quantity is 0 or below.
  case emptyFill(Quantity)
  /// Price times quantity can't be represented.
  case arithmetic(ArithmeticError)
}

extension Order {
  /// Records something that happened to the order, fills excepted.
  ///
  /// - Throws: ``OrderContradiction/impossible(_:in:)``; the order is then unchanged.
  public mutating func record(
    _ occurrence: OrderOccurrence, exchangeOrderID: String? = nil, at time: Instant
  ) throws(OrderContradiction) {
    guard let next = status.after(occurrence) else { throw .impossible(occurrence, in: status) }
    status = next
    self.exchangeOrderID = self.exchangeOrderID ?? exchangeOrderID
    updatedAt = max(updatedAt, time)
  }

  /// Books a fill. That it is booked once is the caller's to see to, by its identity.
  ///
  /// A fill beyond what was ordered is booked as well: it happened. ``overfill`` tells of it.
  ///
  /// - Throws: ``OrderContradiction``; the order is then unchanged.
  public mutating func book(_ fill: Fill) throws(OrderContradiction) {
    guard fill.quantity > .zero else { throw .emptyFill(fill.quantity) }
    let occurrence: OrderOccurrence = fill.quantity >= remaining ? .filledWhole : .filledPartly
    guard let next = status.after(occurrence) else { throw .impossible(occurrence, in: status) }
    let value: Money
    do { value = try fill.price.times(fill.quantity, rounding: .halfEven) } catch { throw .arithmetic(error) }
    status = next
    filled = filled + fill.quantity
    cost = cost + value
    fee = fee + fill.fee
    updatedAt = max(updatedAt, fill.time)
  }
}

extension Order {
  /// What a database keeps of an order's progress, to restore it.
  public struct Progress: Hashable, Sendable {
    /// Where it stands.
    public let status: OrderStatus
    /// The exchange's number for it.
    public let exchangeOrderID: String?
    /// How much of it is filled.
    public let filled: Quantity
    /// What the filled part cost or brought, without fees.
    public let cost: Money
    /// The fees of its fills.
    public let fee: Money
    /// When it last changed.
    public let updatedAt: Instant

    /// Progress as it was stored.
    public init(
      status: OrderStatus, exchangeOrderID: String?, filled: Quantity, cost: Money, fee: Money, updatedAt: Instant
    ) {
      self.status = status
      self.exchangeOrderID = exchangeOrderID
      self.filled = filled
      self.cost = cost
      self.fee = fee
      self.updatedAt = updatedAt
    }
  }

  /// The order with progress that was stored.
  public func restored(_ progress: Progress) -> Order {
    var order = self
    order.status = progress.status
    order.exchangeOrderID = progress.exchangeOrderID
    order.filled = progress.filled
    order.cost = progress.cost
    order.fee = progress.fee
    order.updatedAt = progress.updatedAt
    return order
  }
}
