// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// How an order is named: by its number, by the client's name, or by both.
public struct VenueOrderName: Hashable, Sendable {
  /// The venue's number, or nil.
  public var id: Int64?
  /// What the client calls it, or nil.
  public var clientOrderID: String?

  /// A name of at least one part; one without any names no order.
  public init(id: Int64? = nil, clientOrderID: String? = nil) {
    self.id = id
    self.clientOrderID = clientOrderID
  }
}

/// What became of an order that was placed, when it was placed.
public struct VenuePlacement: Hashable, Sendable {
  /// The order as it stood.
  public let order: VenueOrderRecord
  /// What was filled at once.
  public let fills: [VenueTrade]
  /// The matches that self-trade prevention kept from happening at once.
  public let preventions: [VenuePreventedMatch]
  /// When.
  public let time: Instant
}

/// What became of a list that was placed, when it was placed: pending orders wait, even where they went live at once.
public struct VenueListPlacement: Hashable, Sendable {
  /// The list.
  public let list: VenueOrderListRecord
  /// Its orders, as in ``VenueOrderListRecord/members``.
  public let orders: [VenueOrderRecord]
  /// What was filled at once.
  public let fills: [VenueTrade]
}

/// An order that was taken back.
public struct VenueCancellation: Hashable, Sendable {
  /// The order as it is since; ``VenueOrderRecord/clientOrderID`` is `origClientOrderId` on the wire.
  public let order: VenueOrderRecord
  /// `clientOrderId` on the wire: the name of the cancel, `cancel-` and the number of its report where it has none.
  public let clientOrderID: String
  /// When.
  public let time: Instant
}

/// A list that was taken back.
public struct VenueListCancellation: Hashable, Sendable {
  /// The list as it is since.
  public let list: VenueOrderListRecord
  /// Those of its orders that were open.
  public let orders: [VenueCancellation]
}

/// What one cancel took back: an order by itself or, with one of its orders, a list.
public enum VenueCancelReport: Hashable, Sendable {
  /// An order by itself.
  case order(VenueCancellation)
  /// A list.
  case list(VenueListCancellation)
}

/// `cancelRestrictions`, by its word on the wire.
public enum VenueCancelRestriction: String, Hashable, Sendable {
  /// Only where nothing is filled.
  case onlyNew = "ONLY_NEW"
  /// Only where something is filled.
  case onlyPartiallyFilled = "ONLY_PARTIALLY_FILLED"
}

/// A request to take an order back.
public struct VenueCancelRequest: Hashable, Sendable {
  /// The pair.
  public var pair: Pair
  /// Which order.
  public var name: VenueOrderName
  /// What the cancel is called; the server makes a name up where the client doesn't.
  public var newClientOrderID: String
  /// Only in a certain state; nil for any.
  public var restriction: VenueCancelRestriction?

  /// A request of its fields.
  public init(
    pair: Pair, name: VenueOrderName, newClientOrderID: String, restriction: VenueCancelRestriction? = nil
  ) {
    self.pair = pair
    self.name = name
    self.newClientOrderID = newClientOrderID
    self.restriction = restriction
  }
}

/// A request to take an order back and place another.
public struct VenueReplaceRequest: Hashable, Sendable {
  /// What a failed cancel means for the new order, by its word on the wire.
  public enum Mode: String, Hashable, Sendable {
    /// The new order is not attempted.
    case stopOnFailure = "STOP_ON_FAILURE"
    /// The new order is attempted all the same.
    case allowFailure = "ALLOW_FAILURE"
  }

  /// What happens where the account has placed too many orders, by its word on the wire.
  public enum RateLimitMode: String, Hashable, Sendable {
    /// Nothing: the request is refused.
    case doNothing = "DO_NOTHING"
    /// Only the cancel.
    case cancelOnly = "CANCEL_ONLY"
  }

  /// What is taken back.
  public var cancel: VenueCancelRequest
  /// What is placed.
  public var order: NewVenueOrder
  /// What a failed cancel means.
  public var mode: Mode
  /// What too many orders mean.
  public var rateLimitMode: RateLimitMode

  /// A request of its fields.
  public init(
    cancel: VenueCancelRequest, order: NewVenueOrder, mode: Mode, rateLimitMode: RateLimitMode = .doNothing
  ) {
    self.cancel = cancel
    self.order = order
    self.mode = mode
    self.rateLimitMode = rateLimitMode
  }
}

/// What became of the two halves of a ``VenueReplaceRequest``.
public struct VenueReplacement: Hashable, Sendable {
  /// What became of the cancel.
  public let cancel: Result<VenueCancelReport, VenueRefusal>
  /// What became of the new order; nil where it was not attempted.
  public let placement: Result<VenuePlacement, VenueRefusal>?

  /// The refusal of the whole: nil where both halves succeeded, -2021 where one did, -2022 where none did.
  public var refusal: VenueRefusal? {
    let isCanceled = (try? cancel.get()) != nil
    let isPlaced = (try? placement?.get()) != nil
    return switch (isCanceled, isPlaced) {
    case (true, true): nil
    case (false, false): VenueRefusal(code: -2022, message: "Order cancel-replace failed.")
    default: VenueRefusal(code: -2021, message: "Order cancel-replace partially failed.")
    }
  }
}

/// A request to make an order smaller without losing its place in the queue.
public struct VenueAmendRequest: Hashable, Sendable {
  /// The pair.
  public var pair: Pair
  /// Which order.
  public var name: VenueOrderName
  /// What the order is called from then on; the server makes a name up where the client doesn't.
  public var newClientOrderID: String
  /// `newQty`: the new `origQty`, below the old one.
  public var quantity: Quantity

  /// A request of its fields.
  public init(pair: Pair, name: VenueOrderName, newClientOrderID: String, quantity: Quantity) {
    self.pair = pair
    self.name = name
    self.newClientOrderID = newClientOrderID
    self.quantity = quantity
  }
}

/// An order that was amended.
public struct VenueAmended: Hashable, Sendable {
  /// The change.
  public let amendment: VenueAmendment
  /// The order as it is since.
  public let order: VenueOrderRecord
  /// The order's list as it is since; nil for an order by itself.
  public let list: VenueOrderListRecord?
}
