// SPDX-License-Identifier: Apache-2.0

public import RiskRules
public import TradingModel

/// An account at a venue, with the key to it: real money. Only a live grant leads here.
///
/// What is asked waits for the venue; what happens by itself is offered to a sink. An answer and the stream race: both
/// tell the whole state of an order, and what is the later of the two is told by ``VenueOrderState/filled`` and
/// ``VenueOrderState/status``, never by which came first.
public protocol TradingVenue: Sendable {
  /// Sends an order, once.
  ///
  /// - Parameters:
  ///   - order: what is to be placed.
  ///   - id: what the venue knows it by.
  ///   - gate: asked in the last function before the bytes leave.
  func place(_ order: ApprovedOrder, as id: ClientOrderID, gate: SendGate) async -> PlacementOutcome

  /// Takes an order back. Asked again, it does no harm.
  func cancel(_ id: ClientOrderID, of pair: Pair) async -> CancelOutcome

  /// Looks an order up by our identity of it.
  func order(_ id: ClientOrderID, of pair: Pair) async -> OrderLookup

  /// Every order that rests on the account, whosever it is.
  func openOrders() async throws(VenueFailure) -> [VenueOrderState]

  /// The fills of one order, oldest first: all of them.
  func fills(of exchangeOrderID: String, pair: Pair) async throws(VenueFailure) -> [VenueFill]

  /// What the account has of every asset of which it has anything.
  func balances() async throws(VenueFailure) -> AccountBalances

  /// What the key may do; nil where the venue can't tell.
  func restrictions() async throws(VenueFailure) -> KeyRestrictions?

  /// Keeps the account's stream up and offers what comes, until cancelled.
  func run(_ sink: any AccountSink) async
}

/// Says, in the last moment, whether something may still be sent: nil, or why not.
public struct SendGate: Sendable {
  private let check: @Sendable () -> String?

  /// A gate that asks a closure.
  public init(_ check: @escaping @Sendable () -> String?) {
    self.check = check
  }

  /// Nil where it may be sent, or why not.
  public func refusal() -> String? { check() }
}

/// What became of the attempt to place an order.
public enum PlacementOutcome: Hashable, Sendable {
  /// The venue has it, as it stood then; fills that came with the answer are all that it had by then.
  case accepted(VenueOrderState, fills: [VenueFill])
  /// The venue proved that it does not have it.
  case refused(reason: String)
  /// It never left.
  case denied(reason: String)
  /// It was sent, and what became of it is not known.
  case unknown(reason: String)
}

/// What became of the attempt to take an order back.
public enum CancelOutcome: Hashable, Sendable {
  /// It is taken back, as it stands now.
  case canceled(VenueOrderState)
  /// The venue has no such order open: it may be filled or gone, or never have been. Look it up.
  case notOpen(reason: String)
  /// Not done, and not known why: the order may be open or not. Look it up.
  case unknown(reason: String)
}

/// What the venue says of an order that was looked up.
public enum OrderLookup: Hashable, Sendable {
  /// It has it.
  case found(VenueOrderState)
  /// It has none by that identity: for some time after an order was sent that proves nothing.
  case notFound
  /// It could not be asked.
  case failed(reason: String)
}

/// An order as the venue shows it.
public struct VenueOrderState: Hashable, Sendable {
  /// Where it stands.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// On the book, or waiting for its price or for another order of its list; nothing is filled.
    case open
    /// Open, and part of it is filled.
    case partiallyFilled
    /// All of it is filled.
    case filled
    /// Taken back; part of it may be filled.
    case canceled
    /// Ended by the venue; part of it may be filled.
    case expired
    /// Refused by the venue.
    case rejected

    /// Whether nothing more comes of it.
    public var isFinal: Bool { self != .open && self != .partiallyFilled }
  }

  /// What it was placed as: ours or anybody's.
  public let clientOrderID: String
  /// The venue's number.
  public let exchangeOrderID: String
  /// What is traded.
  public let pair: Pair
  /// Buy or sell.
  public let side: Side
  /// Where it stands.
  public let status: Status
  /// How much was ordered; 0 where it was ordered by value and the venue does not say.
  public let quantity: Quantity
  /// How much is filled.
  public let filled: Quantity
  /// What the filled part cost or brought, without fees.
  public let cost: Money
  /// What the venue says of why it ended, or nil.
  public let reason: String?
  /// When it last changed, by the venue's clock.
  public let time: Instant

  /// An order as the venue shows it.
  public init(
    clientOrderID: String, exchangeOrderID: String, pair: Pair, side: Side, status: Status, quantity: Quantity,
    filled: Quantity, cost: Money, reason: String? = nil, time: Instant
  ) {
    self.clientOrderID = clientOrderID
    self.exchangeOrderID = exchangeOrderID
    self.pair = pair
    self.side = side
    self.status = status
    self.quantity = quantity
    self.filled = filled
    self.cost = cost
    self.reason = reason
    self.time = time
  }
}

/// A fill as the venue shows it.
public struct VenueFill: Hashable, Sendable {
  /// The venue's number of the trade: unique on the account and pair.
  public let id: FillID
  /// The venue's number of the order.
  public let exchangeOrderID: String
  /// What is traded.
  public let pair: Pair
  /// Buy or sell.
  public let side: Side
  /// At what price.
  public let price: Price
  /// How much of the base asset, before the fee.
  public let quantity: Quantity
  /// What the venue took.
  public let commission: Commission
  /// Whether it was resting.
  public let isMaker: Bool
  /// When, by the venue's clock.
  public let time: Instant

  /// A fill as the venue shows it.
  public init(
    id: FillID, exchangeOrderID: String, pair: Pair, side: Side, price: Price, quantity: Quantity,
    commission: Commission, isMaker: Bool, time: Instant
  ) {
    self.id = id
    self.exchangeOrderID = exchangeOrderID
    self.pair = pair
    self.side = side
    self.price = price
    self.quantity = quantity
    self.commission = commission
    self.isMaker = isMaker
    self.time = time
  }
}

/// What an account has, at a moment.
public struct AccountBalances: Hashable, Sendable {
  /// What it has, by asset; what isn't there is nothing.
  public let assets: [Asset: Balance]
  /// When it last changed, by the venue's clock.
  public let time: Instant
  /// Whether the account may trade at all.
  public let canTrade: Bool

  /// What an account has.
  public init(assets: [Asset: Balance], time: Instant, canTrade: Bool) {
    self.assets = assets
    self.time = time
    self.canTrade = canTrade
  }
}

/// What a key may do, by the venue's own word.
public struct KeyRestrictions: Hashable, Sendable {
  /// Whether it works only from addresses that its owner named.
  public let isBoundToAddresses: Bool
  /// Whether it may trade on spot.
  public let maySpotTrade: Bool
  /// The rights to move money out that it has, by the venue's names, sorted.
  public let transferRights: [String]
  /// When its right to trade ends, or nil.
  public let tradingEndsAt: Instant?

  /// What a key may do.
  public init(
    isBoundToAddresses: Bool, maySpotTrade: Bool, transferRights: [String], tradingEndsAt: Instant? = nil
  ) {
    self.isBoundToAddresses = isBoundToAddresses
    self.maySpotTrade = maySpotTrade
    self.transferRights = transferRights
    self.tradingEndsAt = tradingEndsAt
  }
}

/// Why the venue could not be asked; nothing is known by it. It never means "nothing there".
public struct VenueFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, in words, without secrets.
  public let description: String

  /// Why the venue could not be asked.
  public init(_ description: String) {
    self.description = description
  }
}

/// What happens on an account by itself.
public enum AccountEvent: Hashable, Sendable {
  /// The stream is up from now on; what happened before has to be asked.
  case connected
  /// The stream is down: nothing is told until it is up again.
  case disconnected(reason: String)
  /// An order stands elsewhere, by a fill or without.
  case order(VenueOrderState, fill: VenueFill?)
  /// The account has so much of these assets now; of the others nothing is said.
  case balances([Asset: Balance], at: Instant)
  /// Something came or went that no trade did: a deposit, a withdrawal, a transfer.
  case moved(Asset, by: Fixed, at: Instant)
}

/// Takes what happens on an account. It is called in order, must not wait, and drops nothing.
public protocol AccountSink: Sendable {
  /// Takes an event.
  func offer(_ event: AccountEvent)
}
