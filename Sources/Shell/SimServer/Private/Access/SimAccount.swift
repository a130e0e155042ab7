// SPDX-License-Identifier: Apache-2.0

public import ExchangeModel
public import TradingModel

/// An account at the venue: what it begins with, and who may use it.
public struct SimAccount: Sendable {
  /// What `/sim/` calls it.
  public var name: String
  /// What it holds at the start, and again after the venue was wiped; each 0 or above.
  public var balances: [Asset: Fixed]
  /// The keys to it.
  public var keys: [SimKey]
  /// What is taken of its fills; a tenth of a percent.
  public var commission = VenueCommissionRates(maker: .perMille, taker: .perMille)
  /// Whether fees are paid in BNB where it has enough of it.
  public var paysFeesInDiscountAsset = false

  /// An account of a name.
  public init(name: String = "default", balances: [Asset: Fixed], keys: [SimKey]) {
    self.name = name
    self.balances = balances
    self.keys = keys
  }
}

extension Ratio {
  fileprivate static let perMille = Ratio(Fixed(units: Fixed.unitsPerOne / 1000))
}
