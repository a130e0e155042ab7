// SPDX-License-Identifier: Apache-2.0

extension InstrumentRules {
  /// The first rule that one of our orders breaks, or nil where it passes; see ``violation(of:by:)``.
  ///
  /// - Parameters:
  ///   - terms: the order.
  ///   - reference: the market's price, by which a limit is judged as near or far and a market order's value is
  ///     computed; nil where none is known.
  public func violation(of terms: OrderTerms, reference: Price?) -> FilterViolation? {
    violation(of: VenueOrder(terms), by: ReferencePrices(last: reference))
  }

  /// The first rule that an order breaks by itself, or nil where it passes: the pair's status, then price, quantity,
  /// trailing delta and value, in this order.
  ///
  /// - Parameters:
  ///   - order: an order of this pair.
  ///   - prices: the market's. A rule that needs one that isn't known is left to the venue.
  public func violation(of order: VenueOrder, by prices: ReferencePrices) -> FilterViolation? {
    guard status == .trading else { return .notTrading(status: status.word) }
    return price.violation(of: order)
      ?? percentPrice?.violation(of: order, by: prices)
      ?? percentPriceBySide?.violation(of: order, by: prices)
      ?? quantityViolation(of: order)
      ?? trailingDelta?.violation(of: order)
      ?? minNotional?.violation(of: order, by: prices)
      ?? notional.violation(of: order, by: prices)
  }

  /// The first rule that an account would break by placing orders of this pair, or nil: the counts of open orders,
  /// then the position.
  ///
  /// - Parameters:
  ///   - orders: what is placed together.
  ///   - asList: whether they are one order list.
  ///   - standing: the account's, before. The base asset of an order by value isn't known and doesn't count.
  public func violation(
    ofPlacing orders: [VenueOrder], asList: Bool = false, with standing: AccountStanding
  ) -> FilterViolation? {
    openOrders.violation(ofPlacing: orders, asList: asList, besides: standing.open, in: .pair)
      ?? positionViolation(of: orders, with: standing)
  }

  /// The violation of amending an order once more that has been amended so many times, or nil.
  public func violation(ofAmendingAfter amends: Int) -> FilterViolation? {
    guard let amendsMax, amends >= amendsMax else { return nil }
    return .tooMany(limit: amendsMax, count: amends + 1, filter: .maxNumOrderAmends)
  }

  /// LOT_SIZE, ICEBERG_PARTS and MARKET_LOT_SIZE. For an order by value the venue picks a quantity that passes.
  private func quantityViolation(of order: VenueOrder) -> FilterViolation? {
    guard let quantity = order.quantity else { return nil }
    if let violation = lot.violation(of: quantity, filter: .lotSize) { return violation }
    if order.isIceberg, let shown = order.icebergQuantity {
      if let violation = lot.violation(of: shown, as: .icebergQuantity, filter: .lotSize) { return violation }
      if let limit = icebergPartsMax, Self.parts(quantity, by: shown) > limit {
        return .tooManyIcebergParts(limit: limit, quantity: quantity, icebergQuantity: shown)
      }
    }
    return order.kind == .market ? marketLot.violation(of: quantity, filter: .marketLotSize) : nil
  }

  /// CEIL(quantity / shown), both above 0.
  private static func parts(_ quantity: Quantity, by shown: Quantity) -> Int128 {
    let (whole, rest) = quantity.value.units.quotientAndRemainder(dividingBy: shown.value.units)
    return rest == 0 ? whole : whole + 1
  }

  /// Sells are never held back by MAX_POSITION.
  private func positionViolation(of orders: [VenueOrder], with standing: AccountStanding) -> FilterViolation? {
    guard let positionMax, orders.contains(where: { $0.side == .buy }) else { return nil }
    let position = orders.reduce(standing.position) { $1.side == .buy ? $0 + ($1.quantity ?? .zero) : $0 }
    return position > positionMax ? .positionTooLarge(maximum: positionMax, position: position) : nil
  }
}

// MARK: Rounding

extension InstrumentRules {
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
