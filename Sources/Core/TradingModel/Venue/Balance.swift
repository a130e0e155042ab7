// SPDX-License-Identifier: Apache-2.0

/// What an account has of an asset.
public struct Balance: Hashable, Sendable {
  /// What can be ordered with.
  public var free: Fixed
  /// What open orders hold.
  public var locked: Fixed

  /// A balance of its parts, each 0 or above.
  public init(free: Fixed = .zero, locked: Fixed = .zero) {
    self.free = free
    self.locked = locked
  }

  /// All of it.
  public var total: Fixed { free + locked }
}

/// What an exchange took for a fill.
public struct Commission: Hashable, Sendable {
  /// In which asset: the one that was received, or one with which fees are paid at a discount.
  public let asset: Asset
  /// How much of it, 0 or above.
  public let amount: Fixed

  /// What an exchange took.
  public init(asset: Asset, amount: Fixed) {
    self.asset = asset
    self.amount = amount
  }
}
