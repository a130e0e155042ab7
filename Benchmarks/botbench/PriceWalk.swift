// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// A pair's candles of a minute: a random walk on ticks of 0.01, the same for the same seed.
struct PriceWalk {
  private var generator: SplitMix
  private var ticks = 10_000

  init(seed: UInt64) { generator = SplitMix(seed: seed) }

  /// The next candle.
  mutating func next(openingAt openTime: Instant) -> Candle {
    let open = ticks
    ticks = min(max(ticks + Int.random(in: -60...60, using: &generator), 5_000), 20_000)
    let reach = Int.random(in: 0...20, using: &generator)
    return Candle(
      openTime: openTime, open: price(open), high: price(max(open, ticks) + reach),
      low: price(min(open, ticks) - reach), close: price(ticks),
      volume: Quantity(Fixed(Int.random(in: 1...900, using: &generator))))
  }

  private func price(_ ticks: Int) -> Price {
    Price(Fixed(units: Int128(ticks) * Fixed.unitsPerOne / 100))
  }
}
