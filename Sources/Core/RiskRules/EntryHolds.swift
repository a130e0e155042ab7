// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What holds a bot's entries back from outside: the kill switch, and its account. Exits pass.
public struct EntryHolds: Hashable, Sendable {
  /// Why nothing is opened by anybody, or nil.
  public var killSwitch: String?
  /// Why nothing is opened on the account, or nil.
  public var account: String?
  /// Why nothing is opened with these assets.
  public var assets: [Asset: String]

  /// Nothing is held back.
  public static let none = EntryHolds()

  /// What holds entries back; what isn't given doesn't.
  public init(killSwitch: String? = nil, account: String? = nil, assets: [Asset: String] = [:]) {
    self.killSwitch = killSwitch
    self.account = account
    self.assets = assets
  }

  /// The first refusal of an entry that pays with the quote asset of a pair for its base asset, or nil.
  func refusal(of pair: Pair) -> RiskRefusal? {
    if let killSwitch { return .killSwitch(reason: killSwitch) }
    if let account { return .accountHeld(reason: account) }
    return (assets[pair.quote] ?? assets[pair.base]).map { .accountHeld(reason: $0) }
  }
}
