// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What holds for the whole venue.
public struct VenueSettings: Hashable, Sendable {
  /// In which asset fees can be paid at a discount.
  public var discountAsset: Asset?
  /// How many orders an account may place, the shortest window first.
  public var orderLimits: [VenueOrderLimit]
  /// EXCHANGE_MAX_NUM_…: how much an account may have open on all pairs.
  public var openOrders: OpenOrderLimits
  /// The first number of orders, lists, trades, reports and prevented matches; above those that an earlier run of the
  /// server gave away, so that none comes twice.
  public var firstNumber: Int64
  /// How many orders that have ended are kept per account, with their trades and lists; the oldest go first.
  public var closedOrdersMax: Int
  /// How many events wait to be taken; the oldest go first, and their missing numbers tell.
  public var eventsMax: Int

  /// Settings; what isn't given is as on Binance.
  public init(
    discountAsset: Asset? = Asset("BNB"), orderLimits: [VenueOrderLimit] = VenueOrderLimit.usual,
    openOrders: OpenOrderLimits = OpenOrderLimits(), firstNumber: Int64 = 1, closedOrdersMax: Int = 100_000,
    eventsMax: Int = 1_000_000
  ) {
    self.discountAsset = discountAsset
    self.orderLimits = orderLimits
    self.openOrders = openOrders
    self.firstNumber = firstNumber
    self.closedOrdersMax = closedOrdersMax
    self.eventsMax = eventsMax
  }
}
