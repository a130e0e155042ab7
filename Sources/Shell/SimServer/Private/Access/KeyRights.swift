// SPDX-License-Identifier: Apache-2.0

/// What a key may do besides reading, as `GET /sapi/v1/account/apiRestrictions` tells it.
public struct KeyRights: Hashable, Sendable {
  /// Orders may be placed and taken back.
  public var canTrade = true
  /// Funds may leave the venue.
  public var canWithdraw = false
  /// Funds may go to other accounts of the same owner.
  public var canTransfer = false
  /// Funds may go from one kind of account to another.
  public var canTransferUniversally = false
  /// The key works from listed addresses only.
  public var isBoundToAddresses = true

  /// A safe key: it reads and trades, from listed addresses.
  public init() {}

  /// The words that change them.
  public static let words = ["withdraw", "transfer", "universal-transfer", "no-ip", "no-trade"]

  /// Changes the rights of a safe key by words, such as `withdraw,no-ip`; nil where one is none of ``words``.
  public init?(words text: String) {
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      switch word {
      case "withdraw": canWithdraw = true
      case "transfer": canTransfer = true
      case "universal-transfer": canTransferUniversally = true
      case "no-ip": isBoundToAddresses = false
      case "no-trade": canTrade = false
      default: return nil
      }
    }
  }
}
