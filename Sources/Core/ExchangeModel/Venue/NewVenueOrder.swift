// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// An order as a client sends it.
public struct NewVenueOrder: Hashable, Sendable {
  /// What is ordered.
  public var order: VenueOrder
  /// How long it may wait; nil for types that don't say.
  public var timeInForce: VenueTimeInForce?
  /// What the client calls it; the server makes one up where the client doesn't.
  public var clientOrderID: String
  /// The client's number of the strategy; nil where none is given.
  public var strategyID: Int64?
  /// The client's kind of the strategy, 1000000 or above; nil where none is given.
  public var strategyType: Int?
  /// What prevents self-trades; nil for the account's own.
  public var selfTradePrevention: SelfTradePrevention?

  /// An order of its fields.
  public init(
    _ order: VenueOrder, timeInForce: VenueTimeInForce? = nil, clientOrderID: String, strategyID: Int64? = nil,
    strategyType: Int? = nil, selfTradePrevention: SelfTradePrevention? = nil
  ) {
    self.order = order
    self.timeInForce = timeInForce
    self.clientOrderID = clientOrderID
    self.strategyID = strategyID
    self.strategyType = strategyType
    self.selfTradePrevention = selfTradePrevention
  }
}

/// Orders that belong together, as a client sends them.
public struct NewVenueOrderList: Hashable, Sendable {
  /// How they belong together.
  public enum Shape: Hashable, Sendable {
    /// One cancels the other: `above` the market and `below` it, of the same side and quantity.
    case oco(above: NewVenueOrder, below: NewVenueOrder)
    /// Once the working order is wholly filled, the pending one goes live.
    case oto(working: NewVenueOrder, pending: NewVenueOrder)
    /// Once the working order is wholly filled, an OCO goes live.
    case otoco(working: NewVenueOrder, above: NewVenueOrder, below: NewVenueOrder)
  }

  /// What the client calls the list.
  public var clientListID: String
  /// The orders.
  public var shape: Shape

  /// A list of its orders, all of one pair.
  public init(clientListID: String, shape: Shape) {
    self.clientListID = clientListID
    self.shape = shape
  }

  /// The orders as the venue numbers them: the working one first; of an OCO the stop loss first.
  public var orders: [NewVenueOrder] {
    switch shape {
    case .oco(let above, let below): Self.legs(above, below)
    case .oto(let working, let pending): [working, pending]
    case .otoco(let working, let above, let below): [working] + Self.legs(above, below)
    }
  }

  private static func legs(_ above: NewVenueOrder, _ below: NewVenueOrder) -> [NewVenueOrder] {
    above.order.kind.isStopLoss ? [above, below] : [below, above]
  }
}
