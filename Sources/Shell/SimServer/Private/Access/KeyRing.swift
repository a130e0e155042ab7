// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// Every key to every account.
struct KeyRing: Sendable {
  /// Who asks, and what the key may do.
  struct Holder: Sendable {
    let account: String
    let key: SimKey
  }

  private let holders: [String: Holder]

  init(_ accounts: [SimAccount]) {
    holders = Dictionary(
      accounts.flatMap { account in account.keys.map { ($0.apiKey, Holder(account: account.name, key: $0)) } }
    ) { first, _ in first }
  }

  /// Who holds a key; refuses what is none, and one that is unknown or revoked.
  func holder(of apiKey: String?, revoked: (String) -> Bool) throws(RestRefusal) -> Holder {
    guard let apiKey, Self.isKeyText(apiKey) else { throw .malformedKey }
    guard let holder = holders[apiKey], !revoked(apiKey) else { throw .rejectedKey }
    return holder
  }

  private static func isKeyText(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 256 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
