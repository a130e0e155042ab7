// SPDX-License-Identifier: Apache-2.0

/// Why a venue would refuse an order: one case per condition, with the limit and the offending value.
public enum FilterViolation: Error, Hashable, Sendable {
  /// The pair does not trade now.
  case notTrading(status: String)
  /// PRICE_FILTER: below the lowest price.
  case priceTooLow(minimum: Price, price: Price)
  /// PRICE_FILTER: above the highest price.
  case priceTooHigh(maximum: Price, price: Price)
  /// PRICE_FILTER: no multiple of the tick.
  case priceOffTick(tick: Price, price: Price)
  /// LOT_SIZE or MARKET_LOT_SIZE: below the smallest quantity.
  case quantityTooSmall(minimum: Quantity, quantity: Quantity)
  /// LOT_SIZE or MARKET_LOT_SIZE: above the largest quantity.
  case quantityTooLarge(maximum: Quantity, quantity: Quantity)
  /// LOT_SIZE or MARKET_LOT_SIZE: no multiple of the step.
  case quantityOffStep(step: Quantity, quantity: Quantity)
  /// NOTIONAL or MIN_NOTIONAL: price × quantity is too small.
  case valueTooSmall(minimum: Money, value: Money)
  /// NOTIONAL: price × quantity is too large.
  case valueTooLarge(maximum: Money, value: Money)
  /// Price × quantity can't be represented.
  case valueOverflows
}

extension InstrumentRules {
  /// The first rule that an order breaks, in the venue's order, or nil where it passes.
  ///
  /// - Parameters:
  ///   - terms: the order.
  ///   - reference: the price by which a market order's value is judged (the venue's average price, or the last).
  public func violation(of terms: OrderTerms, reference: Price) -> FilterViolation? {
    guard status == .trading else { return .notTrading(status: status.word) }
    if let limit = terms.kind.limitPrice, let violation = price.violation(of: limit) { return violation }
    if let violation = lot.violation(of: terms.quantity) { return violation }
    if terms.kind == .market, let violation = marketLot.violation(of: terms.quantity) { return violation }
    return notional.violation(of: terms, reference: reference)
  }

  /// The largest quantity not above the given one that the lot filters' steps allow.
  public func quantityRoundedDown(_ quantity: Quantity, for kind: OrderKind) -> Quantity {
    guard kind == .market else { return Quantity(quantity.value.rounded(toMultipleOf: lot.step.value, .down)) }
    guard let step = Self.commonStep(lot.step.value, marketLot.step.value) else { return .zero }
    return Quantity(quantity.value.rounded(toMultipleOf: step, .down))
  }

  /// The smallest value that is a multiple of both steps, where 0 is no rule; nil where it is beyond any quantity.
  private static func commonStep(_ left: Fixed, _ right: Fixed) -> Fixed? {
    guard !left.isZero, !right.isZero else { return left + right }
    var (divisor, rest) = (left.units, right.units)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    let (units, overflow) = (left.units / divisor).multipliedReportingOverflow(by: right.units)
    return overflow ? nil : Fixed(units: units)
  }

  /// The price on a tick: down for a buy and up for a sell, so that it is never worse than asked.
  public func priceRoundedSafely(_ price: Price, for side: Side) -> Price {
    Price(price.value.rounded(toMultipleOf: self.price.tick.value, side == .buy ? .down : .up))
  }
}

extension PriceFilter {
  func violation(of price: Price) -> FilterViolation? {
    guard price > .zero else { return .priceTooLow(minimum: minimum, price: price) }
    if minimum > .zero, price < minimum { return .priceTooLow(minimum: minimum, price: price) }
    if maximum > .zero, price > maximum { return .priceTooHigh(maximum: maximum, price: price) }
    if !price.value.isMultiple(of: tick.value) { return .priceOffTick(tick: tick, price: price) }
    return nil
  }
}

extension LotFilter {
  func violation(of quantity: Quantity) -> FilterViolation? {
    guard quantity > .zero else { return .quantityTooSmall(minimum: minimum, quantity: quantity) }
    if minimum > .zero, quantity < minimum { return .quantityTooSmall(minimum: minimum, quantity: quantity) }
    if maximum > .zero, quantity > maximum { return .quantityTooLarge(maximum: maximum, quantity: quantity) }
    if !quantity.value.isMultiple(of: step.value) { return .quantityOffStep(step: step, quantity: quantity) }
    return nil
  }
}

extension NotionalFilter {
  func violation(of terms: OrderTerms, reference: Price) -> FilterViolation? {
    let isMarket = terms.kind == .market
    let price = terms.kind.limitPrice ?? reference
    // Rounded away from the bound's side, so that a value that isn't there is never rounded onto it.
    guard let least = try? price.times(terms.quantity, rounding: .down),
      let most = try? price.times(terms.quantity, rounding: .up)
    else { return .valueOverflows }
    if minimum > .zero, !isMarket || appliesMinimumToMarket, least < minimum {
      return .valueTooSmall(minimum: minimum, value: least)
    }
    if maximum > .zero, !isMarket || appliesMaximumToMarket, most > maximum {
      return .valueTooLarge(maximum: maximum, value: most)
    }
    return nil
  }
}

extension FilterViolation: CustomStringConvertible {
  /// A sentence that names the rule, the limit and the value.
  public var description: String {
    switch self {
    case .notTrading(let status): "the pair's status is \(status), not TRADING"
    case .priceTooLow(let minimum, let price): "PRICE_FILTER: price \(price) is below the minimum \(minimum)"
    case .priceTooHigh(let maximum, let price): "PRICE_FILTER: price \(price) is above the maximum \(maximum)"
    case .priceOffTick(let tick, let price): "PRICE_FILTER: price \(price) is no multiple of the tick \(tick)"
    case .quantityTooSmall(let minimum, let quantity):
      "LOT_SIZE: quantity \(quantity) is below the minimum \(minimum)"
    case .quantityTooLarge(let maximum, let quantity):
      "LOT_SIZE: quantity \(quantity) is above the maximum \(maximum)"
    case .quantityOffStep(let step, let quantity): "LOT_SIZE: quantity \(quantity) is no multiple of the step \(step)"
    case .valueTooSmall(let minimum, let value): "NOTIONAL: value \(value) is below the minimum \(minimum)"
    case .valueTooLarge(let maximum, let value): "NOTIONAL: value \(value) is above the maximum \(maximum)"
    case .valueOverflows: "NOTIONAL: price times quantity is too large to be computed"
    }
  }
}
