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

/// Why the venue could not be asked; nothing is known by it. It never means "nothing there".
public struct VenueFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, in words, without secrets.
  public let description: String

  /// Why the venue could not be asked.
  public init(_ description: String) {
    self.description = description
  }
}

/// Takes what happens on an account. It is called in order, must not wait, and drops nothing.
public protocol AccountSink: Sendable {
  /// Takes an event.
  func offer(_ event: AccountEvent)
}
