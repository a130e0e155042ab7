// SPDX-License-Identifier: Apache-2.0

/// NOTIONAL: bounds of price × quantity.
public struct NotionalFilter: Hashable, Sendable {
  /// The smallest value, or 0 for none.
  public var minimum: Money
  /// Whether the smallest value binds orders without a limit price, by a reference price.
  public var appliesMinimumToMarket: Bool
  /// The largest value, or 0 for none.
  public var maximum: Money
  /// Whether the largest value binds orders without a limit price, by a reference price.
  public var appliesMaximumToMarket: Bool
  /// `avgPriceMins`; see ``ReferencePrices/price(overMinutes:)``.
  public var averageMinutes: Int

  /// A filter; what isn't given is off.
  public init(
    minimum: Money = .zero, appliesMinimumToMarket: Bool = true, maximum: Money = .zero,
    appliesMaximumToMarket: Bool = false, averageMinutes: Int = 5
  ) {
    self.minimum = minimum
    self.appliesMinimumToMarket = appliesMinimumToMarket
    self.maximum = maximum
    self.appliesMaximumToMarket = appliesMaximumToMarket
    self.averageMinutes = averageMinutes
  }

  func violation(of order: VenueOrder, by prices: ReferencePrices) -> FilterViolation? {
    let hasNoPrice = order.price == nil
    switch order.value(at: order.price ?? prices.price(overMinutes: averageMinutes)) {
    case .none: return nil
    case .some(.failure): return .valueOverflows
    case .some(.success(let value)):
      if minimum > .zero, !hasNoPrice || appliesMinimumToMarket, value.least < minimum {
        return .valueTooSmall(minimum: minimum, value: value.least)
      }
      if maximum > .zero, !hasNoPrice || appliesMaximumToMarket, value.most > maximum {
        return .valueTooLarge(maximum: maximum, value: value.most)
      }
      return nil
    }
  }
}

/// MIN_NOTIONAL: the smallest price × quantity. Binance.US and older symbols have it in the place of NOTIONAL.
public struct MinNotionalFilter: Hashable, Sendable {
  /// The smallest value, or 0 for none.
  public var minimum: Money
  /// Whether it binds orders without a limit price, by a reference price.
  public var appliesToMarket: Bool
  /// `avgPriceMins`; see ``ReferencePrices/price(overMinutes:)``.
  public var averageMinutes: Int

  /// A filter of its fields.
  public init(minimum: Money, appliesToMarket: Bool = true, averageMinutes: Int = 5) {
    self.minimum = minimum
    self.appliesToMarket = appliesToMarket
    self.averageMinutes = averageMinutes
  }

  func violation(of order: VenueOrder, by prices: ReferencePrices) -> FilterViolation? {
    guard order.price != nil || appliesToMarket else { return nil }
    switch order.value(at: order.price ?? prices.price(overMinutes: averageMinutes)) {
    case .none: return nil
    case .some(.failure): return .valueOverflows
    case .some(.success(let value)):
      guard value.least < minimum else { return nil }
      return .valueTooSmall(minimum: minimum, value: value.least, filter: .minNotional)
    }
  }
}

extension VenueOrder {
  /// What an order is worth, rounded away from the bound's side, so that a value that isn't there is never rounded
  /// onto it.
  struct Value {
    /// The exact value or less.
    let least: Money
    /// The exact value or more.
    let most: Money
  }

  /// The order's value at a price; nil where it takes a price and there is none.
  func value(at price: Price?) -> Result<Value, ArithmeticError>? {
    switch amount {
    case .quote(let money): return .success(Value(least: money, most: money))
    case .base(let quantity):
      guard let price else { return nil }
      return Result { () throws(ArithmeticError) in
        Value(
          least: try price.times(quantity, rounding: .down), most: try price.times(quantity, rounding: .up))
      }
    }
  }
}
