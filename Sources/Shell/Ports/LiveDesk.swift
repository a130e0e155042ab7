// SPDX-License-Identifier: Apache-2.0

public import RiskRules
public import TradingModel

/// The live side of an account, as the bots' shard sees it. Nothing here waits; what comes of it is told by
/// ``AccountNotice``s, in order.
public protocol LiveDesk: Sendable {
  /// Which account it is.
  var account: AccountName { get }
  /// What the venue takes of an order's value at most.
  var feeRate: Ratio { get }

  /// Begins to tell; what happened before is told first. Once only.
  func open(_ tell: @escaping @Sendable (AccountNotice) -> Void)

  /// Sends a request that is on disk.
  func send(_ request: OrderRequest, _ decided: Decided)

  /// Takes an order as the journal knows it, with its fills, in place of what was known of it: after a restart, and
  /// when a bot is brought up again.
  func restore(_ order: Order, fills: [FillID])

  /// Looks at the whole account after so long, where it would not sooner.
  func lookAgain(after wait: Duration)

  /// The journal says that an order has ended.
  func settle(_ id: ClientOrderID)

  /// Tells once more what the venue shows of an order, which is restored by now.
  func follow(_ state: VenueOrderState, fill: VenueFill?)
}

/// When a request was decided.
public struct Decided: Hashable, Sendable {
  /// In which of the kill switch's epochs.
  public let killEpoch: Int64
  /// When, by the monotonic clock.
  public let at: ContinuousClock.Instant

  /// When a request was decided.
  public init(killEpoch: Int64, at: ContinuousClock.Instant) {
    self.killEpoch = killEpoch
    self.at = at
  }
}

/// What a desk tells its shard.
public enum AccountNotice: Sendable {
  /// What became of orders.
  case reports([OrderEvent])
  /// All that the account has; what is missing of it now may be missing.
  case balances(AccountBalances)
  /// What the account has of some assets.
  case changed([Asset: Balance], at: Instant)
  /// Whether the account is reconciled: nil, or why nothing may be opened yet.
  case hold(String?)
  /// The venue shows an order by an identity of ours that the desk doesn't know.
  case recall(ClientOrderID, VenueOrderState, fill: VenueFill?)
}
