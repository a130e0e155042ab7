// SPDX-License-Identifier: Apache-2.0

/// What the filters of a pair ask about an account: what it has open there, and how much of the base asset it has.
public struct AccountStanding: Hashable, Sendable {
  /// What is open on the pair.
  public var open: OpenOrderCounts
  /// The base asset that is free, locked, and what open buy orders would add.
  public var position: Quantity

  /// A standing; what isn't given is nothing.
  public init(open: OpenOrderCounts = OpenOrderCounts(), position: Quantity = .zero) {
    self.open = open
    self.position = position
  }
}
