// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// The leave to trade for real on one account: whoever has none can make no signer, and without a signer nothing reaches
/// an account.
public struct LiveGrant: Sendable {
  /// For which account.
  public let account: AccountName
  /// The operator's reason, for the audit.
  public let reason: String

  /// A leave that an operator gave.
  public init(account: AccountName, reason: String) {
    self.account = account
    self.reason = reason
  }
}
