// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@testable import TestKit

func pair(_ text: String) throws -> Pair { try #require(Pair(text)) }

func instant(_ text: String) throws -> Instant { try #require(Instant(text)) }

func fixed(_ text: String) throws -> Fixed { try Fixed(text: text) }

/// What trades make up as one candle.
func aggregate(_ trades: [PublicTrade], openTime: Instant) -> Candle? {
  guard let first = trades.first, let last = trades.last else { return nil }
  let prices = trades.map(\.price)
  return Candle(
    openTime: openTime, open: first.price, high: prices.max() ?? first.price, low: prices.min() ?? first.price,
    close: last.price, volume: trades.reduce(.zero) { $0 + $1.quantity })
}

/// What candles make up as one candle.
func aggregate(_ candles: [Candle], openTime: Instant) -> Candle? {
  guard let first = candles.first, let last = candles.last else { return nil }
  return Candle(
    openTime: openTime, open: first.open, high: candles.map(\.high).max() ?? first.high,
    low: candles.map(\.low).min() ?? first.low, close: last.close, volume: candles.reduce(.zero) { $0 + $1.volume })
}

/// Seeded candles, so that a failing case can be made again from its seed.
extension SplitMix {
  /// A candle whose prices are multiples of 10^-8 and whose volume is so many steps of 10^-8 at most.
  mutating func candle(openTime: Instant, volumeMax: Int64) -> Candle {
    let middle = Int64.random(in: 2...5_000_000_000, using: &self)
    let reach = Int64.random(in: 0...min(middle - 1, 40_000_000), using: &self)
    let prices = (0..<4).map { _ in Int64.random(in: middle - reach...middle + reach, using: &self) }.sorted()
    let isRising = Bool.random(using: &self)
    let volume = Int64.random(in: 4...volumeMax, using: &self)
    func price(_ ticks: Int64) -> Price { Price(Fixed(units: Int128(ticks) * 10_000)) }
    return Candle(
      openTime: openTime, open: price(prices[isRising ? 1 : 2]), high: price(prices[3]), low: price(prices[0]),
      close: price(prices[isRising ? 2 : 1]), volume: Quantity(Fixed(units: Int128(volume) * 10_000)))
  }
}
