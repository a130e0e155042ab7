// SPDX-License-Identifier: Apache-2.0

import Indicators
import StrategyKit

/// A number of candles that come from a seed, and look like a market's.
struct MadeUpMarket: Sendable, CustomStringConvertible {
  let description: String
  let bars: [Bar]

  /// A walk with quiet and wild stretches, candles without a trade, missing candles, and jumps between candles.
  init(_ name: String, seed: UInt64, count: Int = 1600, price start: Double = 100, step: Double = 0.004) {
    var dice = SplitMix(seed: seed)
    var (price, minute) = (start, 0)
    description = name
    bars = (0..<count).map { row in
      minute += dice.next() % 200 == 0 ? Int(dice.next() % 60) : 1
      let isQuiet = row % 400 > 380
      let isWild = dice.next() % 25 == 0
      let open = isQuiet ? price : price * (1 + step * 0.4 * dice.signed())
      price = isQuiet ? price : open * (1 + step * dice.signed() * (isWild ? 5 : 1))
      let wick = isQuiet ? 0 : step * 0.6
      return Bar(
        openTime: Int64(minute) * 60_000, open: open, high: max(open, price) * (1 + wick * abs(dice.signed())),
        low: min(open, price) / (1 + wick * abs(dice.signed())), close: price,
        volume: isQuiet ? 0 : abs(dice.signed()) * 1000)
    }
  }

  init(_ name: String, _ bars: [Bar]) {
    description = name
    self.bars = bars
  }

  static let lively: [MadeUpMarket] = [
    MadeUpMarket("a lively market", seed: 1), MadeUpMarket("another", seed: 2, price: 64_000, step: 0.002),
    MadeUpMarket("a nervous one", seed: 3, price: 0.0312, step: 0.02),
  ]

  /// Candles that harm careless arithmetic.
  static let hostile: [MadeUpMarket] = [
    MadeUpMarket("tiny prices", seed: 4, price: 1e-8, step: 0.01),
    MadeUpMarket("huge prices", seed: 5, price: 1e12, step: 0.01),
    MadeUpMarket(
      "no volume",
      MadeUpMarket("", seed: 6).bars.map { bar in
        var bar = bar
        bar.volume = 0
        return bar
      }),
    MadeUpMarket("a fall from huge to tiny", flat(1e8, 500) + flat(1e-8, 500)),
    MadeUpMarket("a rise from tiny to huge", flat(1e-8, 500) + flat(1e8, 500)),
    MadeUpMarket("prices that only rise", (0..<900).map { .line($0, Double($0 + 1), Double($0 + 2)) }),
    MadeUpMarket("prices that only fall", (0..<900).map { .line($0, Double(901 - $0), Double(900 - $0)) }),
    MadeUpMarket("prices that swing", (0..<900).map { $0 % 2 == 0 ? .line($0, 1, 3) : .line($0, 3, 1) }),
    MadeUpMarket("prices of nothing", flat(0, 900)),
  ]

  static func flat(_ price: Double, _ count: Int) -> [Bar] { (0..<count).map { .line($0, price, price) } }
}

extension Bar {
  /// A candle without wicks.
  static func line(_ minute: Int, _ open: Double, _ close: Double) -> Bar {
    Bar(
      openTime: Int64(minute) * 60_000, open: open, high: max(open, close), low: min(open, close), close: close,
      volume: 1)
  }
}

/// Candles of open, high, low, close.
func bars(_ prices: [(open: Double, high: Double, low: Double, close: Double)]) -> [Bar] {
  prices.enumerated().map { minute, price in
    Bar(
      openTime: Int64(minute) * 60_000, open: price.open, high: price.high, low: price.low, close: price.close,
      volume: 1)
  }
}

/// What a strategy says and thinks at a candle; at some candles in words too.
struct Said: Equatable {
  let signal: Signal?
  let stance: Stance?
  let words: Words?

  struct Words: Equatable {
    let reason: String
    let readings: [Reading]
    let poll: Poll?
  }
}

/// Takes bars in, and answers what was said at each; in words where the candle's minute is a multiple of 41.
func listen(to strategy: inout some Strategy, _ bars: some Sequence<Bar>) throws -> [Said] {
  var all: [Said] = []
  for bar in bars {
    let signal = try strategy.update(bar)
    let isAsked = bar.openTime % (41 * 60_000) == 0
    let words =
      isAsked ? Said.Words(reason: strategy.reason, readings: strategy.readings, poll: strategy.poll) : nil
    all.append(Said(signal: signal, stance: strategy.stance, words: words))
  }
  return all
}

/// The signals of bars by their number and tag.
func heard(of strategy: some Strategy, on bars: some Sequence<Bar>) throws -> [Heard] {
  var strategy = strategy
  var all: [Heard] = []
  for (index, bar) in bars.enumerated() {
    if let signal = try strategy.update(bar) { all.append(Heard(index: index, tag: signal.tag)) }
  }
  return all
}

/// Numbers that look random and come from a seed.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from -1 to 1.
  mutating func signed() -> Double { Double(next() >> 11) / Double(1 << 52) - 1 }
}
