// SPDX-License-Identifier: Apache-2.0

/// How far a limit price may be from a price of the market: two factors, both inclusive.
public struct PriceBand: Hashable, Sendable {
  /// The lowest price as a factor of the market's: 0.2 is a fifth of it; 0 or above.
  public var down: Ratio
  /// The highest price as a factor of the market's: 5 is five times it; 0 or above.
  public var up: Ratio

  /// A band of two factors.
  public init(down: Ratio, up: Ratio) {
    self.down = down
    self.up = up
  }

  /// The lowest and the highest price that can be written, 12 decimal places, within the band around a price.
  ///
  /// Both go to the inside, so that comparing with them is comparing with the exact products.
  public func bounds(around price: Price) -> (lowest: Price, highest: Price) {
    (Self.product(price, down, rounding: .up), Self.product(price, up, rounding: .down))
  }

  /// What can't be computed is above any price that can be read.
  private static func product(_ price: Price, _ factor: Ratio, rounding: Rounding) -> Price {
    Price((try? price.value.multiplied(by: factor.value, rounding: rounding)) ?? .limit)
  }

  func violation(of order: VenueOrder, around price: Price?, filter: FilterName) -> FilterViolation? {
    guard let price, let limit = order.price else { return nil }
    let (lowest, highest) = bounds(around: price)
    if limit < lowest { return .priceBelowBand(minimum: lowest, price: limit, filter: filter) }
    if limit > highest { return .priceAboveBand(maximum: highest, price: limit, filter: filter) }
    return nil
  }
}

/// PERCENT_PRICE: how far a limit price may be from the market's.
public struct PercentPriceFilter: Hashable, Sendable {
  /// `multiplierDown` and `multiplierUp`.
  public var band: PriceBand
  /// `avgPriceMins`; see ``ReferencePrices/price(overMinutes:)``.
  public var averageMinutes: Int

  /// A filter of its fields.
  public init(_ band: PriceBand, averageMinutes: Int = 5) {
    self.band = band
    self.averageMinutes = averageMinutes
  }

  func violation(of order: VenueOrder, by prices: ReferencePrices) -> FilterViolation? {
    band.violation(of: order, around: prices.price(overMinutes: averageMinutes), filter: .percentPrice)
  }
}

/// PERCENT_PRICE_BY_SIDE: how far a limit price may be from the market's, for buys and for sells.
public struct PercentPriceBySideFilter: Hashable, Sendable {
  /// For buys: `bidMultiplierDown` and `bidMultiplierUp`.
  public var bid: PriceBand
  /// For sells: `askMultiplierDown` and `askMultiplierUp`.
  public var ask: PriceBand
  /// `avgPriceMins`; see ``ReferencePrices/price(overMinutes:)``.
  public var averageMinutes: Int

  /// A filter of its fields.
  public init(bid: PriceBand, ask: PriceBand, averageMinutes: Int = 5) {
    self.bid = bid
    self.ask = ask
    self.averageMinutes = averageMinutes
  }

  func violation(of order: VenueOrder, by prices: ReferencePrices) -> FilterViolation? {
    (order.side == .buy ? bid : ask)
      .violation(of: order, around: prices.price(overMinutes: averageMinutes), filter: .percentPriceBySide)
  }
}
