// SPDX-License-Identifier: Apache-2.0

import Indicators
import MarketData
import Strategies
import StrategyKit
import Testing
import TradingModel

@Suite struct RSIMeanReversionTests {
  /// Computed apart, with TA-Lib 0.8.2 over the whole walk and the rule of the documentation.
  static let expected: [(Int, String)] = [
    (222, "rsi_oversold"), (226, "rsi_oversold"), (369, "rsi_oversold"), (381, "rsi_oversold"), (384, "rsi_oversold"),
    (392, "rsi_oversold"), (396, "rsi_oversold"), (401, "rsi_oversold"), (403, "rsi_oversold"),
    (458, "rsi_overbought"), (477, "rsi_overbought"), (479, "rsi_overbought"), (560, "rsi_oversold"),
    (562, "rsi_oversold"), (565, "rsi_oversold"), (708, "rsi_oversold"), (868, "rsi_overbought"),
    (877, "rsi_overbought"), (925, "rsi_oversold"), (1021, "rsi_overbought"), (1062, "rsi_oversold"),
  ]

  @Test func `signals where TA-Lib's index crosses a threshold`() throws {
    let heard = try signals(
      of: RSIMeanReversion(period: 14, oversold: 30, overbought: 70),
      on: candles(closes: walk(seed: 2026, count: 1200)))
    #expect(heard.map(\.heard) == Self.expected.map { Heard(index: $0.0, tag: $0.1) })
    #expect(heard.map(\.signal.action) == Self.expected.map { $0.1 == "rsi_oversold" ? .enter : .exit })
    #expect(
      heard.first?.signal.reason == "RSI(14) fell to 28.999938, past oversold 30; a candle earlier it was 32.988759")
  }

  @Test func `touching a threshold counts, staying there does not`() throws {
    // A fresh index of period 2 hovers at 50 through the warm-up (+1, -1 in turn, 30 candles); then, by hand:
    // gain and loss before are 1/3 and 2/3 of 1 or the other way round, and each fall or rise moves them halfway.
    let hover = (0..<31).map { Fixed($0.isMultiple(of: 2) ? 100 : 101) }
    let fall = [99, 97, 95].map { Fixed($0) }
    let strategy = RSIMeanReversion(period: 2, oversold: 25, overbought: 75)
    let heard = try signals(of: strategy, on: candles(closes: hover + fall))
    #expect(heard.map(\.heard) == [Heard(index: 31, tag: "rsi_oversold")])
    let signal = try #require(heard.first?.signal)
    // After the fall by 1 to 100 (index 30): gain 1/3, loss 2/3. Then by 1 to 99: gain 1/6, loss 5/6, so 100 / 6.
    #expect((signal.strength - (0.5 + 0.5 * (25 - 100.0 / 6) / 25)).magnitude < 1e-6)
  }

  @Test func `shows what its index stands at`() throws {
    var strategy = RSIMeanReversion(period: 2, oversold: 30, overbought: 70)
    var shown: [[String]] = []
    for candle in candles(closes: [10, 11, 10, 11]) {
      _ = try strategy.update(Bar(candle))
      shown.append(strategy.readings.map(\.description))
    }
    #expect(shown == [[], [], ["RSI(2) 50"], ["RSI(2) 75"]])
  }
}
