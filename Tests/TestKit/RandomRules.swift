// SPDX-License-Identifier: Apache-2.0

import TradingModel

extension SplitMix {
  /// A whole multiple of a step, 0 times to so many times.
  mutating func multiple(of step: Fixed, upTo count: Int) -> Fixed {
    Fixed(units: step.units * Int128(Int.random(in: 0...count, using: &self)))
  }

  /// 1, 0.1, … 10⁻⁸, times 1, 2 or 5.
  mutating func step() -> Fixed {
    var units = Fixed.unitsPerOne * Int128([1, 2, 5].randomElement(using: &self) ?? 1)
    for _ in 0..<Int.random(in: 0...8, using: &self) { units /= 10 }
    return Fixed(units: units)
  }

  /// What a function makes, or nil, evenly.
  mutating func perhaps<Value>(_ make: (inout SplitMix) -> Value) -> Value? {
    Bool.random(using: &self) ? make(&self) : nil
  }

  /// Rules of a pair with any of the filters that a symbol can have.
  mutating func rules(of pair: Pair) -> InstrumentRules {
    var rules = InstrumentRules(pair: pair)
    rules.status = TradingStatus.documented.randomElement(using: &self) ?? .trading
    rules.price = perhaps { $0.priceFilter() } ?? PriceFilter()
    rules.percentPrice = perhaps { PercentPriceFilter($0.band(), averageMinutes: $0.minutes()) }
    rules.percentPriceBySide = perhaps {
      PercentPriceBySideFilter(bid: $0.band(), ask: $0.band(), averageMinutes: $0.minutes())
    }
    rules.lot = perhaps { $0.lotFilter() } ?? LotFilter()
    rules.marketLot = perhaps { $0.lotFilter() } ?? LotFilter()
    rules.icebergPartsMax = perhaps { Int.random(in: 1...100, using: &$0) }
    rules.trailingDelta = perhaps { TrailingDeltaFilter(above: $0.deltas(), below: $0.deltas()) }
    rules.notional = perhaps { $0.notionalFilter() } ?? NotionalFilter()
    rules.minNotional = perhaps {
      MinNotionalFilter(
        minimum: Money($0.multiple(of: .one, upTo: 50)), appliesToMarket: Bool.random(using: &$0),
        averageMinutes: $0.minutes())
    }
    rules.openOrders = openOrderLimits()
    rules.amendsMax = perhaps { Int.random(in: 0...10, using: &$0) }
    rules.positionMax = perhaps { Quantity($0.multiple(of: .one, upTo: 1000)) }
    rules.unknownFilters = perhaps { _ in ["T_PLUS_SELL", "WAXING_MOON"] } ?? []
    rules.basePlaces = Int.random(in: 0...12, using: &self)
    rules.quotePlaces = Int.random(in: 0...12, using: &self)
    return rules
  }

  /// Limits on some of what an account may have open.
  mutating func openOrderLimits() -> OpenOrderLimits {
    OpenOrderLimits(
      orders: perhaps { Int.random(in: 0...20, using: &$0) }, algoOrders: perhaps { Int.random(in: 0...5, using: &$0) },
      icebergOrders: perhaps { Int.random(in: 0...5, using: &$0) },
      orderLists: perhaps { Int.random(in: 0...5, using: &$0) })
  }

  /// An order of any kind, often near the bounds of the rules.
  mutating func order(by rules: InstrumentRules) -> VenueOrder {
    let kind = VenueOrder.Kind.allCases.randomElement(using: &self) ?? .limit
    let hasPrice = kind != .market && kind != .stopLoss && kind != .takeProfit
    return VenueOrder(
      pair: rules.pair, side: Bool.random(using: &self) ? .buy : .sell, kind: kind,
      amount: amount(by: rules),
      price: hasPrice ? anyPrice(by: rules) : nil, stopPrice: kind.isAlgo ? perhaps { $0.anyPrice(by: rules) } : nil,
      icebergQuantity: perhaps { Quantity($0.near([rules.lot.minimum.value, 1], rules.lot.step.value)) },
      trailingDelta: kind.isAlgo ? perhaps { Int.random(in: 0...3000, using: &$0) } : nil)
  }

  /// One of some values, or a step beside it.
  mutating func near(_ values: [Fixed], _ step: Fixed) -> Fixed {
    let value = values.randomElement(using: &self) ?? .one
    let width = step.isZero ? Fixed.unitsPerOne / 100 : step.units
    return value + Fixed(units: width * Int128.random(in: -1...1, using: &self))
  }

  private mutating func amount(by rules: InstrumentRules) -> VenueOrder.Amount {
    let (lot, notional) = (rules.lot, rules.notional)
    return Bool.random(using: &self)
      ? .base(Quantity(near([lot.minimum.value, lot.maximum.value, 1], lot.step.value)))
      : .quote(Money(max(Fixed(units: 1), near([notional.minimum.value, notional.maximum.value, 10], .one))))
  }

  private mutating func anyPrice(by rules: InstrumentRules) -> Price {
    Price(near([rules.price.minimum.value, rules.price.maximum.value, 100], rules.price.tick.value))
  }

  private mutating func priceFilter() -> PriceFilter {
    let tick = step()
    let minimum = multiple(of: tick, upTo: 100)
    return PriceFilter(
      minimum: Price(minimum), maximum: Price(minimum + multiple(of: tick, upTo: 100_000)), tick: Price(tick))
  }

  private mutating func lotFilter() -> LotFilter {
    let step = step()
    let minimum = multiple(of: step, upTo: 100)
    return LotFilter(
      minimum: Quantity(minimum), maximum: Quantity(minimum + multiple(of: step, upTo: 100_000)), step: Quantity(step))
  }

  private mutating func notionalFilter() -> NotionalFilter {
    let minimum = multiple(of: .one, upTo: 20)
    return NotionalFilter(
      minimum: Money(minimum), appliesMinimumToMarket: Bool.random(using: &self),
      maximum: Money(minimum + multiple(of: 100, upTo: 1000)), appliesMaximumToMarket: Bool.random(using: &self),
      averageMinutes: minutes())
  }

  /// A band around 1: 0.01 ... 1 down and 1 ... 10 up.
  mutating func band() -> PriceBand {
    let hundredth = Fixed(units: Fixed.unitsPerOne / 100)
    return PriceBand(
      down: Ratio(hundredth + multiple(of: hundredth, upTo: 99)), up: Ratio(.one + multiple(of: hundredth, upTo: 900)))
  }

  private mutating func minutes() -> Int { [0, 1, 5].randomElement(using: &self) ?? 5 }

  private mutating func deltas() -> ClosedRange<Int> {
    let lower = Int.random(in: 0...100, using: &self)
    return lower...Int.random(in: lower...3000, using: &self)
  }
}
