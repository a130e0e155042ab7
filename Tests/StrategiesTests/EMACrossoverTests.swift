// SPDX-License-Identifier: Apache-2.0

import Indicators
import MarketData
import Strategies
import StrategyKit
import Testing
import TradingModel

@Suite struct EMACrossoverTests {
  /// Computed apart, with TA-Lib 0.8.2 over the whole walk and the rule of the documentation.
  static let expected: [(Int, String)] = [
    (265, "ema_up"), (308, "ema_down"), (349, "ema_up"), (366, "ema_down"), (444, "ema_up"), (491, "ema_down"),
    (497, "ema_up"), (503, "ema_down"), (505, "ema_up"), (547, "ema_down"), (620, "ema_up"), (632, "ema_down"),
    (648, "ema_up"), (683, "ema_down"), (684, "ema_up"), (688, "ema_down"), (759, "ema_up"), (787, "ema_down"),
    (794, "ema_up"), (818, "ema_down"), (851, "ema_up"), (920, "ema_down"), (974, "ema_up"), (991, "ema_down"),
    (1007, "ema_up"), (1039, "ema_down"), (1078, "ema_up"), (1101, "ema_down"), (1135, "ema_up"), (1140, "ema_down"),
    (1156, "ema_up"), (1158, "ema_down"), (1188, "ema_up"), (1196, "ema_down"),
  ]

  @Test func `signals where TA-Lib's averages cross`() throws {
    let heard = try signals(
      of: EMACrossover(fast: 12, slow: 26), on: candles(closes: walk(seed: 2026, count: 1200)))
    #expect(heard.map(\.heard) == Self.expected.map { Heard(index: $0.0, tag: $0.1) })
    #expect(heard.map(\.signal.action) == Self.expected.map { $0.1 == "ema_up" ? .enter : .exit })
    #expect(
      heard.first?.signal.reason
        == "EMA(12) 9935.4843 rose above EMA(26) 9934.6822; a candle earlier they were 9932.5596 and 9933.3311")
  }

  @Test func `crosses on the first candle that is above, from equality, and not again`() throws {
    // 24 flat candles are the warm-up of slow 3; equal averages then part upwards, stay apart, and part downwards.
    let closes = Array(repeating: Fixed(100), count: 24) + [100, 101, 102, 103, 90, 80, 80]
    let heard = try signals(of: EMACrossover(fast: 2, slow: 3), on: candles(closes: closes)).map(\.heard)
    #expect(heard == [Heard(index: 25, tag: "ema_up"), Heard(index: 28, tag: "ema_down")])
  }

  @Test func `a cross during the warm-up is not made up for`() throws {
    let closes = Array(repeating: Fixed(100), count: 10) + (1...30).map { Fixed(100 + $0) }
    #expect(try signals(of: EMACrossover(fast: 2, slow: 3), on: candles(closes: closes)).isEmpty)
  }

  @Test func `shows what its averages stand at`() throws {
    var strategy = EMACrossover(fast: 2, slow: 3)
    var shown: [[String]] = []
    for candle in candles(closes: [1, 3, 5]) {
      _ = try strategy.update(Bar(candle))
      shown.append(strategy.readings.map(\.description))
    }
    #expect(shown == [[], ["EMA(2) 2"], ["EMA(2) 4", "EMA(3) 3"]])
  }
}
