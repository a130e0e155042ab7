// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

/// An account as it is shown. Never its secrets.
public struct AccountView: Hashable, Sendable {
  /// Its name.
  public let name: AccountName
  /// The venue: `binance-testnet`.
  public let venue: String
  /// Where the credentials are read from, or nil where there are none: `environment BINANCE_API_KEY`.
  public let credentials: String?
  /// Whether the venue has confirmed what the credentials may do.
  public let isVerified: Bool

  /// An account as it is shown.
  public init(name: AccountName, venue: String, credentials: String?, isVerified: Bool) {
    self.name = name
    self.venue = venue
    self.credentials = credentials
    self.isVerified = isVerified
  }

  /// The account's document.
  public var node: Node {
    [
      "name": .string(name.text), "venue": .string(venue),
      "credentials": .optional(credentials, Node.string), "verified": .bool(isVerified),
    ]
  }
}
