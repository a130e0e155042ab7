// SPDX-License-Identifier: Apache-2.0

/// How long an order may wait, by its word on the wire.
public enum VenueTimeInForce: String, Hashable, Sendable, CaseIterable {
  /// Until it is filled or taken back.
  case goodTilCanceled = "GTC"
  /// What can't be filled at once expires.
  case immediateOrCancel = "IOC"
  /// All of it at once, or nothing.
  case fillOrKill = "FOK"
}

/// What happens where two orders of one person would match, by its word on the wire. The taker's order decides.
public enum SelfTradePrevention: String, Hashable, Sendable, CaseIterable {
  /// They match.
  case none = "NONE"
  /// What is left of the taker's expires.
  case expireTaker = "EXPIRE_TAKER"
  /// What is left of the maker's expires, and the taker goes on.
  case expireMaker = "EXPIRE_MAKER"
  /// What is left of both expires.
  case expireBoth = "EXPIRE_BOTH"
  /// Both lose what would have matched; the smaller one expires.
  case decrement = "DECREMENT"
  /// As `decrement`, and between two accounts the amounts change hands; the model refuses it.
  case transfer = "TRANSFER"
}

/// Where an order stands, by its word on the wire.
public enum VenueOrderStatus: String, Hashable, Sendable, CaseIterable {
  /// Taken; nothing is filled.
  case new = "NEW"
  /// Waits for the working order of its list.
  case pendingNew = "PENDING_NEW"
  /// Open, and part of it is filled.
  case partiallyFilled = "PARTIALLY_FILLED"
  /// All of it is filled.
  case filled = "FILLED"
  /// Taken back; part of it may be filled.
  case canceled = "CANCELED"
  /// Refused when it was to go live.
  case rejected = "REJECTED"
  /// Ended by the venue; part of it may be filled.
  case expired = "EXPIRED"
  /// Ended by self-trade prevention; part of it may be filled.
  case expiredInMatch = "EXPIRED_IN_MATCH"

  /// Whether something may still come of it.
  public var isOpen: Bool { self == .new || self == .pendingNew || self == .partiallyFilled }
}

/// Why the venue ended an order, by its word on the wire.
public enum VenueExpiryReason: String, Hashable, Sendable, CaseIterable {
  /// It was refused when it was to go live.
  case rejected = "REJECTED"
  /// The venue took it back.
  case exchangeCanceled = "EXCHANGE_CANCELED"
  /// The other order of its OCO was filled or triggered.
  case ocoTrigger = "OCO_TRIGGER"
  /// The working order of its list ended unfilled.
  case otoPhaseOneExpired = "OTO_PHASE_ONE_EXPIRED"
  /// What an IOC order didn't get at once.
  case unfilledIOC = "UNFILLED_IOC_QUANTITY_EXPIRED"
  /// A FOK order couldn't be filled whole.
  case unfilledFOK = "UNFILLED_FOK_ORDER_EXPIRED"
  /// A market order found too little on the book.
  case insufficientLiquidity = "INSUFFICIENT_LIQUIDITY"
}

/// Why an order was refused when it was to go live, by its word on the wire.
public enum VenueRejectReason: String, Hashable, Sendable, CaseIterable {
  /// It wasn't.
  case none = "NONE"
  /// Not enough was free.
  case insufficientBalances = "INSUFFICIENT_BALANCES"
  /// Its stop price had been reached already.
  case wouldTriggerImmediately = "STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY"
  /// It was to be a maker and would have taken.
  case wouldMatchImmediately = "WOULD_MATCH_IMMEDIATELY"
  /// The prices of an OCO were on the wrong sides of the market.
  case ocoBadPrices = "OCO_BAD_PRICES"
}
