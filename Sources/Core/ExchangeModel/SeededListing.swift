// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// A pair on the seeded market: its rules, and around which price and volume it moves.
struct SeededListing: Sendable {
  let rules: InstrumentRules
  /// The price around which it moves, in ticks.
  let middleTicks: Int64
  /// What is traded in a usual day, in steps.
  let dailySteps: Int64

  var grid: TickGrid { TickGrid(tick: rules.price.tick.value, step: rules.lot.step.value) }

  /// A pair with a plausible price, tick and step: a function of the pair alone.
  init(pair: Pair) {
    let base = AssetTable.dollars(pair.base)
    let ratio = (try? base.divided(by: AssetTable.dollars(pair.quote), rounding: .halfEven)) ?? .one
    // Below that a price would have too few ticks to move by.
    let middle = max(ratio, Fixed.powerOfTen(-5))
    let tick = min(max(Fixed(units: middle.powerOfTenBelow.units / 10_000), .powerOfTen(-8)), .powerOfTen(-2))
    // A step is worth a dime to a dollar.
    let stepUnits = Fixed.unitsPerOne * Fixed.unitsPerOne / (base.powerOfTenBelow.units * 10)
    let step = min(max(Fixed(units: stepUnits), .powerOfTen(-8)), 1)
    let stepDollars = (try? base.multiplied(by: step, rounding: .up)) ?? .one
    let steps = (try? AssetTable.dailyDollars(pair.base).divided(by: stepDollars, rounding: .down)) ?? 1_000_000
    middleTicks = Int64(middle.units / tick.units)
    dailySteps = Int64(steps.units / Fixed.unitsPerOne)
    rules = InstrumentRules(
      pair: pair,
      price: PriceFilter(
        minimum: Price(tick), maximum: Price(Fixed(units: tick.units * 100_000_000)), tick: Price(tick)),
      lot: LotFilter(
        minimum: Quantity(step), maximum: Quantity(Fixed(units: step.units * 900_000_000)), step: Quantity(step)),
      marketLot: LotFilter(maximum: Quantity(Fixed(units: step.units * 50_000_000))),
      notional: NotionalFilter(
        minimum: Money(AssetTable.minimumNotional(in: pair.quote)), maximum: Money(9_000_000)))
  }
}
