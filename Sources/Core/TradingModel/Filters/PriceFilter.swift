// SPDX-License-Identifier: Apache-2.0

/// PRICE_FILTER: bounds and tick of a limit price and of a stop price.
public struct PriceFilter: Hashable, Sendable {
  /// The lowest price, or 0 for none.
  public var minimum: Price
  /// The highest price, or 0 for none.
  public var maximum: Price
  /// What a price is a multiple of, or 0 for anything.
  public var tick: Price

  /// A filter; what isn't given is off.
  public init(minimum: Price = .zero, maximum: Price = .zero, tick: Price = .zero) {
    self.minimum = minimum
    self.maximum = maximum
    self.tick = tick
  }

  func violation(of order: VenueOrder) -> FilterViolation? {
    order.price.flatMap { violation(of: $0, as: .price) }
      ?? order.stopPrice.flatMap { violation(of: $0, as: .stopPrice) }
  }

  private func violation(of price: Price, as field: FilterViolation.Field) -> FilterViolation? {
    guard price > .zero, price >= minimum else { return .priceTooLow(minimum: minimum, price: price, field: field) }
    if maximum > .zero, price > maximum { return .priceTooHigh(maximum: maximum, price: price, field: field) }
    if !price.value.isMultiple(of: tick.value) { return .priceOffTick(tick: tick, price: price, field: field) }
    return nil
  }
}
