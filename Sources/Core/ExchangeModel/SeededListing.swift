// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// A pair on the seeded market: its rules, and around which price and volume it moves.
struct SeededListing: Sendable {
  let rules: InstrumentRules
  /// The price around which it moves, in ticks.
  let middleTicks: Int64
  /// What is traded in a usual day, in steps.
  let dailySteps: Int64
  /// How far apart the best prices are in a usual hour, in ticks.
  let spreadTicks: Int

  var grid: TickGrid { TickGrid(tick: rules.price.tick.value, step: rules.lot.step.value) }

  /// A pair with a plausible price, tick and step: a function of the pair alone.
  init(pair: Pair) {
    let base = AssetTable.dollars(pair.base)
    let ratio = (try? base.divided(by: AssetTable.dollars(pair.quote), rounding: .halfEven)) ?? .one
    // Below that a price would have too few ticks to move by.
    let middle = max(ratio, Fixed(units: Fixed.powerOfTen(-8).units * 25))
    let tick = Self.tick(of: pair, middle: middle)
    // A step is worth a dime to a dollar, where that isn't finer than a hundred-millionth or coarser than one.
    let size = Fixed(units: Fixed.unitsPerOne * Fixed.unitsPerOne / (base.powerOfTenBelow.units * 10))
    let step = min(max(size, .powerOfTen(-8)), 1)
    let stepDollars = (try? base.multiplied(by: step, rounding: .up)) ?? .one
    let dollars = AssetTable.dailyDollars(pair)
    let steps = (try? dollars.divided(by: stepDollars, rounding: .down)) ?? 1_000_000
    middleTicks = Int64(middle.units / tick.units)
    dailySteps = Int64(steps.units / Fixed.unitsPerOne)
    spreadTicks = Self.spreadTicks(middleTicks: middleTicks, dailyDollars: dollars)
    rules = InstrumentRules(
      pair: pair,
      price: PriceFilter(
        minimum: Price(tick), maximum: Price(Fixed(units: middle.powerOfTenBelow.units * 1000)), tick: Price(tick)),
      lot: LotFilter(
        minimum: Quantity(step), maximum: Quantity(Fixed(units: size.units * 900_000_000)), step: Quantity(step)),
      marketLot: LotFilter(maximum: Quantity(Fixed(units: size.units * 50_000_000))),
      notional: NotionalFilter(
        minimum: Money(AssetTable.minimumNotional(in: pair.quote)), maximum: Money(9_000_000))
    ).withUsualFilters()
  }

  /// Four or five digits of the price, for some pairs three; at most two decimals of a price above a hundred, and never
  /// more than eight.
  private static func tick(of pair: Pair, middle: Fixed) -> Fixed {
    var noise = SeededNoise(0).key("tick").key(pair.symbol)
    let isStable = AssetTable.profile(of: pair.base).sector == .dollar
    let parts: Int128 =
      switch noise.below(10) {
      case _ where isStable: 10_000
      case 0: 100
      case 1...5: 1000
      default: 10_000
      }
    let tick = Fixed(units: middle.powerOfTenBelow.units / parts)
    return min(max(tick, .powerOfTen(-8)), .powerOfTen(-2))
  }

  /// A tenth of a basis point where a billion is traded in a day, six where it's a few millions.
  private static func spreadTicks(middleTicks: Int64, dailyDollars: Fixed) -> Int {
    let hundredths: Int64 =
      switch dailyDollars {
      case Fixed(1_000_000_000)...: 10
      case Fixed(300_000_000)...: 30
      case Fixed(80_000_000)...: 100
      case Fixed(20_000_000)...: 200
      case Fixed(4_000_000)...: 400
      default: 600
      }
    return Int(max(1, middleTicks * hundredths / 1_000_000))
  }
}
