// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@testable import TestKit

/// Random rules and orders; a failure names its seed.
@Suite struct FilterPropertyTests {
  static let pair = Pair("BTC/USDT")!
  static let seeds = 0..<8 as Range<UInt64>
  static let rounds = 400

  @Test(arguments: seeds)
  func `an order passes exactly if every documented inequality holds`(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    var passed = 0
    for _ in 0..<Self.rounds {
      var rules = generator.rules(of: Self.pair)
      rules.status = .trading
      let order = generator.order(by: rules)
      let market = Price(100)
      let violation = rules.violation(of: order, by: ReferencePrices(last: market))
      let broken = Inequalities(rules: rules, market: market).broken(by: order)
      if let violation {
        #expect(violation.filter.map(broken.contains) == true, "\(violation) of \(order) by \(rules)")
      } else {
        #expect(broken == [], "\(order) by \(rules)")
        passed += 1
      }
    }
    #expect(passed > 10 && passed < Self.rounds)
  }

  @Test(arguments: seeds)
  func `a price on a bound passes and one a tick beyond fails`(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let tick = generator.step()
      let minimum = tick + generator.multiple(of: tick, upTo: 1000)
      let maximum = minimum + generator.multiple(of: tick, upTo: 1000)
      let rules = InstrumentRules(
        pair: Self.pair, price: PriceFilter(minimum: Price(minimum), maximum: Price(maximum), tick: Price(tick)))
      #expect(violation(rules, at: minimum) == nil)
      #expect(violation(rules, at: maximum) == nil)
      let (low, high) = (Price(minimum - tick), Price(maximum + tick))
      #expect(violation(rules, at: low.value) == .priceTooLow(minimum: Price(minimum), price: low))
      #expect(violation(rules, at: high.value) == .priceTooHigh(maximum: Price(maximum), price: high))
    }
  }

  @Test(arguments: seeds)
  func `a quantity on a bound passes and one a step beyond fails`(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let step = generator.step()
      // Two steps at least: nothing at all is refused by LOT_SIZE, whichever filter there is.
      let minimum = step + step + generator.multiple(of: step, upTo: 1000)
      let maximum = minimum + generator.multiple(of: step, upTo: 1000)
      let filter = LotFilter(minimum: Quantity(minimum), maximum: Quantity(maximum), step: Quantity(step))
      for (rules, name) in [
        (InstrumentRules(pair: Self.pair, lot: filter), FilterName.lotSize),
        (InstrumentRules(pair: Self.pair, marketLot: filter), .marketLotSize),
      ] {
        let judge = { (amount: Fixed) in
          rules.violation(of: terms(.market, amount), reference: Price(1))
        }
        #expect(judge(minimum) == nil)
        #expect(judge(maximum) == nil)
        let (low, high) = (Quantity(minimum - step), Quantity(maximum + step))
        #expect(judge(low.value) == .quantityTooSmall(minimum: Quantity(minimum), quantity: low, filter: name))
        #expect(judge(high.value) == .quantityTooLarge(maximum: Quantity(maximum), quantity: high, filter: name))
      }
    }
  }

  @Test(arguments: seeds)
  func `the bounds of a band are the last prices that pass`(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    let unit = Fixed(units: 1)
    for _ in 0..<Self.rounds {
      let market = Price(generator.step() + generator.multiple(of: generator.step(), upTo: 100_000))
      let (bid, ask) = (generator.band(), generator.band())
      let rules = InstrumentRules(pair: Self.pair, percentPriceBySide: PercentPriceBySideFilter(bid: bid, ask: ask))
      for (side, band) in [(Side.buy, bid), (.sell, ask)] {
        let (lowest, highest) = band.bounds(around: market)
        let judge = { (price: Fixed) in
          rules.violation(
            of: OrderTerms(pair: Self.pair, side: side, kind: .limit(Price(price)), quantity: Quantity(1)),
            reference: market)
        }
        #expect(judge(lowest.value) == nil)
        #expect(judge(highest.value) == nil)
        #expect(
          judge(lowest.value - unit)
            == .priceBelowBand(minimum: lowest, price: Price(lowest.value - unit), filter: .percentPriceBySide))
        #expect(
          judge(highest.value + unit)
            == .priceAboveBand(maximum: highest, price: Price(highest.value + unit), filter: .percentPriceBySide))
      }
    }
  }

  @Test(arguments: seeds)
  func `what is rounded to the grid is on it, and no further off than a step`(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let rules = InstrumentRules(
        pair: Self.pair, price: PriceFilter(tick: Price(generator.step())),
        lot: LotFilter(step: Quantity(generator.step())), marketLot: LotFilter(step: Quantity(generator.step())))
      let rough = Fixed(10) + Fixed(units: Int128.random(in: 0...Fixed.unitsPerOne * 1000, using: &generator))
      for kind in [OrderKind.market, .limit(Price(1000))] {
        let quantity = rules.quantityRoundedDown(Quantity(rough), for: kind)
        #expect(quantity.value <= rough && rough - quantity.value < 10)
        #expect(rules.violation(of: terms(kind, quantity.value), reference: nil) == nil)
      }
      let buy = rules.priceRoundedSafely(Price(rough), for: .buy)
      let sell = rules.priceRoundedSafely(Price(rough), for: .sell)
      #expect(buy.value <= rough && rough <= sell.value && sell.value - buy.value <= rules.price.tick.value)
      for price in [buy, sell] where price > .zero { #expect(violation(rules, at: price.value, of: 1000) == nil) }
    }
  }

  @Test(arguments: seeds)
  func `unknown filters never change the verdict of known ones`(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let rules = generator.rules(of: Self.pair)
      var strange = rules
      strange.unknownFilters = ["A_NEW_ONE", "T_PLUS_SELL"]
      let order = generator.order(by: rules)
      let prices = ReferencePrices(last: Price(100))
      #expect(rules.violation(of: order, by: prices) == strange.violation(of: order, by: prices))
      let standing = AccountStanding(
        open: OpenOrderCounts(orders: Int.random(in: 0...25, using: &generator)),
        position: Quantity(generator.multiple(of: .one, upTo: 1000)))
      #expect(
        rules.violation(ofPlacing: [order], with: standing) == strange.violation(ofPlacing: [order], with: standing))
    }
  }

  @Test(arguments: seeds)
  func `orders placed one by one until they are refused fill the limits and no more`(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for _ in 0..<Self.rounds {
      let limits = generator.openOrderLimits()
      var open = OpenOrderCounts()
      for _ in 0..<30 {
        let order = generator.order(by: InstrumentRules(pair: Self.pair))
        let isRefused = limits.violation(ofPlacing: [order], besides: open, in: .pair) != nil
        let after = open.adding([order])
        let isTooMuch =
          after.orders > limits.orders ?? .max
          || (order.kind.isAlgo && after.algoOrders > limits.algoOrders ?? .max)
          || (order.isIceberg && after.icebergOrders > limits.icebergOrders ?? .max)
        #expect(isRefused == isTooMuch)
        if !isRefused { open = after }
      }
      #expect(open.orders <= limits.orders ?? 30)
      #expect(open.algoOrders <= limits.algoOrders ?? 30)
    }
  }

  private func violation(_ rules: InstrumentRules, at price: Fixed, of amount: Fixed = 1) -> FilterViolation? {
    rules.violation(of: terms(.limit(Price(price)), amount), reference: nil)
  }

  private func terms(_ kind: OrderKind, _ amount: Fixed) -> OrderTerms {
    OrderTerms(pair: Self.pair, side: .buy, kind: kind, quantity: Quantity(amount))
  }
}

/// The documents' inequalities once more, written down on whole numbers: products of units are exact in 128 bits here.
private struct Inequalities {
  let rules: InstrumentRules
  let market: Price

  func broken(by order: VenueOrder) -> Set<FilterName> {
    var broken: Set<FilterName> = []
    for price in [order.price, order.stopPrice].compactMap({ $0?.value }) {
      let filter = rules.price
      if !fits(price, filter.minimum.value, filter.maximum.value, filter.tick.value) { broken.insert(.priceFilter) }
    }
    if let price = order.price {
      if let filter = rules.percentPrice, !fits(price, filter.band) { broken.insert(.percentPrice) }
      if let filter = rules.percentPriceBySide, !fits(price, order.side == .buy ? filter.bid : filter.ask) {
        broken.insert(.percentPriceBySide)
      }
    }
    if case .base(let quantity) = order.amount {
      let shown = order.icebergQuantity.flatMap { $0.value.units > 0 ? $0 : nil }
      for amount in [quantity, shown].compactMap({ $0 }) where !fits(amount, rules.lot) { broken.insert(.lotSize) }
      if order.kind == .market, !fits(quantity, rules.marketLot) { broken.insert(.marketLotSize) }
      if let limit = rules.icebergPartsMax, let shown, quantity.value.units > shown.value.units * Int128(limit) {
        broken.insert(.icebergParts)
      }
    }
    if let filter = rules.trailingDelta, let delta = order.trailingDelta {
      let isAbove =
        switch (order.kind, order.side) {
        case (.stopLoss, .buy), (.stopLossLimit, .buy), (.takeProfit, .sell), (.takeProfitLimit, .sell): true
        default: false
        }
      if !(isAbove ? filter.above : filter.below).contains(delta) { broken.insert(.trailingDelta) }
    }
    return broken.union(brokenByValue(order))
  }

  private func brokenByValue(_ order: VenueOrder) -> Set<FilterName> {
    var broken: Set<FilterName> = []
    let scale = Fixed.unitsPerOne
    let value =
      switch order.amount {
      case .base(let quantity): (order.price ?? market).value.units * quantity.value.units
      case .quote(let money): money.value.units * scale
      }
    let hasPrice = order.price != nil
    if let filter = rules.minNotional, hasPrice || filter.appliesToMarket, value < filter.minimum.value.units * scale {
      broken.insert(.minNotional)
    }
    let filter = rules.notional
    if hasPrice || filter.appliesMinimumToMarket, value < filter.minimum.value.units * scale {
      broken.insert(.notional)
    }
    if hasPrice || filter.appliesMaximumToMarket, filter.maximum.value.units > 0,
      value > filter.maximum.value.units * scale
    {
      broken.insert(.notional)
    }
    return broken
  }

  private func fits(_ price: Price, _ band: PriceBand) -> Bool {
    let price = price.value.units * Fixed.unitsPerOne
    return price >= market.value.units * band.down.value.units && price <= market.value.units * band.up.value.units
  }

  private func fits(_ quantity: Quantity, _ filter: LotFilter) -> Bool {
    fits(quantity.value, filter.minimum.value, filter.maximum.value, filter.step.value)
  }

  private func fits(_ value: Fixed, _ minimum: Fixed, _ maximum: Fixed, _ grid: Fixed) -> Bool {
    value.units > 0 && value.units >= minimum.units && (maximum.units == 0 || value.units <= maximum.units)
      && (grid.units == 0 || value.units % grid.units == 0)
  }
}
