// SPDX-License-Identifier: Apache-2.0

import Indicators
import MarketData
import StrategyKit
import TradingModel

/// Candles whose four prices are the close, one per minute.
func candles(closes: [Fixed]) -> [Candle] {
  closes.enumerated().map { index, close in
    let price = Price(close)
    return Candle(
      openTime: Instant(milliseconds: Int64(index) * 60_000), open: price, high: price, low: price, close: price,
      volume: .zero)
  }
}

/// A walk of hundredths that any language can repeat: the C library's old generator, steps of -20 to +20.
func walk(seed: Int, count: Int) -> [Fixed] {
  var state = seed
  var hundredths = 1_000_000
  return (0..<count).map { _ in
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    hundredths = max(100_000, hundredths + (state >> 16) % 4001 - 2000)
    return Fixed(units: Int128(hundredths) * (Fixed.unitsPerOne / 100))
  }
}

/// A signal, and which candle brought it.
struct Heard: Hashable, CustomStringConvertible {
  let index: Int
  let tag: String

  var description: String { "\(index) \(tag)" }

  func later(by count: Int) -> Heard { Heard(index: index + count, tag: tag) }
}

/// What a strategy says to candles, numbered from `first`.
func signals(
  of strategy: some Strategy, on candles: some Sequence<Candle>, from first: Int = 0
) throws -> [(heard: Heard, signal: Signal)] {
  var strategy = strategy
  var heard: [(Heard, Signal)] = []
  for (offset, candle) in candles.enumerated() {
    guard let signal = try strategy.update(Bar(candle)) else { continue }
    heard.append((Heard(index: first + offset, tag: signal.tag), signal))
  }
  return heard
}
