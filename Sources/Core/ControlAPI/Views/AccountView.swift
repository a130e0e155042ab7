// SPDX-License-Identifier: Apache-2.0

public import Documents
public import Ledger
public import RiskRules
public import TradingModel

/// An account as it is shown. Never its secrets.
public struct AccountView: Hashable, Sendable {
  /// Its name.
  public let name: AccountName
  /// The venue: `binance-testnet`.
  public let venue: String
  /// Where the credentials are read from, or nil where there are none: `environment BINANCE_API_KEY`.
  public let credentials: String?
  /// What is known of the key; nil where there is none.
  public var verdict: KeyVerdict?
  /// Why nothing may be opened on it with real money, or nil.
  public var hold: String?
  /// Who owns what, by asset; empty before the venue was asked.
  public var assets: [AssetOwnership] = []
  /// The names of the bots that own something.
  public var bots: [BotNumber: BotName] = [:]

  /// An account of which nothing is known yet.
  public init(name: AccountName, venue: String, credentials: String?) {
    self.name = name
    self.venue = venue
    self.credentials = credentials
  }

  /// Whether the venue has confirmed what the key may do.
  public var isVerified: Bool {
    if case .verified? = verdict { true } else { false }
  }

  /// The account's document.
  public var node: Node {
    [
      "name": .string(name.text), "venue": .string(venue),
      "credentials": .optional(credentials, Node.string), "verified": .bool(isVerified),
      "verification": .optional(verdict) { .string($0.name) },
      "remarks": .array((verdict?.remarks ?? []).map(Node.string)),
      "hold": .optional(hold, Node.string),
      "balances": .array(assets.map { balance($0) }),
    ]
  }

  private func balance(_ ownership: AssetOwnership) -> Node {
    func decimal(_ value: Fixed) -> Node { .decimal(value.description) }
    return [
      "asset": .string(ownership.asset.code), "total": decimal(ownership.total),
      "bots": .array(
        ownership.bots.sorted { $0.key < $1.key }.map { number, share in
          [
            "bot": .optional(bots[number]) { .string($0.text) }, "owned": decimal(share.owned),
            "reserved": decimal(share.reserved),
          ]
        }),
      "dust": decimal(ownership.dust), "external": decimal(ownership.external), "missing": decimal(ownership.missing),
    ]
  }
}
