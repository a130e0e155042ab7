// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// What one tick and one step are worth.
struct TickGrid: Hashable, Sendable {
  let tick: Fixed
  let step: Fixed

  /// Prices from here on, in ticks, are refused: the arithmetic of paths needs the room.
  static let priceTicksMax: Int64 = 1 << 53

  func price(_ ticks: Int64) -> Price { Price(Fixed(units: Int128(ticks) * tick.units)) }

  func quantity(_ steps: Int64) -> Quantity { Quantity(Fixed(units: Int128(steps) * step.units)) }

  /// The candle in ticks and steps, or nil where it does not lie on the grid or is too large for it.
  func tickCandle(_ candle: Candle) -> TickCandle? {
    guard let open = ticks(candle.open), let high = ticks(candle.high), let low = ticks(candle.low),
      let close = ticks(candle.close), candle.volume.value.isMultiple(of: step), !candle.volume.value.isNegative,
      let volume = Int64(exactly: candle.volume.value.units / step.units)
    else { return nil }
    return TickCandle(open: open, high: high, low: low, close: close, volume: volume)
  }

  func candle(_ candle: TickCandle, openTime: Instant) -> Candle {
    Candle(
      openTime: openTime, open: price(candle.open), high: price(candle.high), low: price(candle.low),
      close: price(candle.close), volume: quantity(candle.volume))
  }

  private func ticks(_ price: Price) -> Int64? {
    guard price.value.isMultiple(of: tick), let ticks = Int64(exactly: price.value.units / tick.units),
      (1..<Self.priceTicksMax).contains(ticks)
    else { return nil }
    return ticks
  }
}

extension TickGrid {
  /// The coarsest grid on which a candle lies that is no coarser than the rules' tick and step.
  init(rules: InstrumentRules, fitting candle: Candle) {
    let prices = [candle.open, candle.high, candle.low, candle.close]
    tick = prices.reduce(Self.orFinest(rules.price.tick.value)) { Self.commonDivisor($0, $1.value) }
    step = Self.commonDivisor(Self.orFinest(rules.lot.step.value), candle.volume.value)
  }

  private static func orFinest(_ step: Fixed) -> Fixed { step.isPositive ? step : Fixed(units: 10_000) }

  /// Euclid's algorithm; the divisor itself where the value is 0.
  private static func commonDivisor(_ divisor: Fixed, _ value: Fixed) -> Fixed {
    var (larger, smaller) = (value.units.magnitude, divisor.units.magnitude)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return Fixed(units: Int128(larger))
  }
}

/// A candle in whole ticks and steps.
struct TickCandle: Hashable, Sendable {
  var open: Int64
  var high: Int64
  var low: Int64
  var close: Int64
  var volume: Int64

  /// Nothing traded: every price is the same.
  init(flatAt price: Int64) {
    self.init(open: price, high: price, low: price, close: price, volume: 0)
  }

  init(open: Int64, high: Int64, low: Int64, close: Int64, volume: Int64) {
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }

  var range: Int64 { high - low }
}
