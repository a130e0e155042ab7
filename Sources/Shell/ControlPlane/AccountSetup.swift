// SPDX-License-Identifier: Apache-2.0

public import ControlAPI
public import Ports
import RiskRules
public import TradingModel

/// An account as the fleet is given it.
public struct AccountSetup: Sendable {
  /// The road to real money; nil where there are no credentials, or live trading is off.
  public struct Live: Sendable {
    /// Sends its orders.
    public let desk: any LiveDesk
    /// Keeps the desk at work until cancelled.
    public let run: @Sendable () async -> Void
    /// What the key may do; nil where the venue can't tell.
    public let restrictions: @Sendable () async throws(VenueFailure) -> KeyRestrictions?
    /// Rights that the key's owner accepts by name; see ``KeyVerdict``.
    public let accepted: Set<String>
    /// Whether the venue's money is real.
    public let isRealMoney: Bool

    /// The road to real money.
    public init(
      desk: any LiveDesk, run: @escaping @Sendable () async -> Void,
      restrictions: @escaping @Sendable () async throws(VenueFailure) -> KeyRestrictions?, accepted: Set<String>,
      isRealMoney: Bool
    ) {
      self.desk = desk
      self.run = run
      self.restrictions = restrictions
      self.accepted = accepted
      self.isRealMoney = isRealMoney
    }
  }

  /// The account as it is shown.
  public let view: AccountView
  /// The road to real money, or nil.
  public let live: Live?

  /// An account as the fleet is given it.
  public init(view: AccountView, live: Live? = nil) {
    self.view = view
    self.live = live
  }
}
