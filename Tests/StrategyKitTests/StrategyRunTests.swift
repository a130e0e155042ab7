// SPDX-License-Identifier: Apache-2.0

import Indicators
import MarketData
import StrategyKit
import Testing
import TradingModel

/// Says what it has seen: its own candles as minutes, those of other series in brackets.
private struct Scribe: Strategy {
  var inputs: [StrategyInput] = []
  var warmUp = 0
  var seen = ""

  var stance: Stance? { .neutral }
  var reason: String { seen }

  mutating func take(_ bar: Bar, of input: Int) { seen += "[\(input):\(bar.openTime / 60_000)]" }

  mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    if bar.volume == 13 { throw StrategyFailure(at: Instant(milliseconds: bar.openTime), reason: "13 is no volume") }
    seen += "\(bar.openTime / 60_000) "
    return nil
  }
}

@Suite struct StrategyRunTests {
  private static let key = SeriesKey(pair: Pair("ETH/USDT")!, timeframe: .fiveMinutes)
  private static let hourly = StrategyInput(timeframe: .fifteenMinutes)
  private static let bitcoin = StrategyInput(pair: Pair("BTC/USDT")!)

  private func candle(_ minute: Int64, volume: Int = 1) -> Candle {
    let price = Price(100)
    return Candle(
      openTime: Instant(milliseconds: minute * 60_000), open: price, high: price, low: price, close: price,
      volume: Quantity(Fixed(volume)))
  }

  private func run(_ inputs: [StrategyInput] = [], _ history: [Int64] = [], _ others: [[Int64]] = []) -> StrategyRun {
    StrategyRun(
      Scribe(inputs: inputs), named: "scribe", on: Self.key, history: history.map { candle($0) },
      inputHistories: others.map { $0.map { candle($0) } })
  }

  @Test func `judges each candle once, and answers the last one alike`() {
    var run = run()
    let first = run.judge(candle(5), isExplained: true)
    #expect(first?.explanation?.reason == "5 ")
    #expect(run.judge(candle(5), isExplained: true) == first)
    #expect(run.judge(candle(0), isExplained: true) == nil)
    #expect(run.judge(candle(7), isExplained: true) == nil)
    #expect(run.judge(candle(20), isExplained: true)?.explanation?.reason == "5 20 ")
    #expect(run.candlesSeen == 2)
  }

  @Test func `a strategy of its own has one vote, under its name`() {
    var run = run()
    let explanation = run.judge(candle(5), isExplained: true)?.explanation
    #expect(explanation?.votes == [Vote(strategy: "scribe", stance: .neutral, reason: "5 ")])
    #expect(run.judge(candle(10), isExplained: false)?.explanation == nil)
  }

  @Test func `other series come in the order in which candles close, each before the candle that closes with it`() {
    let run = run([Self.hourly, Self.bitcoin], [0, 5, 10, 15], [[-15, 0], [0, 5, 10, 15]])
    #expect(run.explanation.reason == "[0:-15][1:0]0 [1:5]5 [0:0][1:10]10 [1:15]15 ")
    #expect(run.inputs.map(\.description) == ["ETH/USDT 15m", "BTC/USDT 5m"])
  }

  @Test func `a candle is ready once all that closed by then has come`() {
    var run = run([Self.hourly, Self.bitcoin], [0, 5], [[-15], [0, 5]])
    #expect(run.missingInput(for: candle(10))?.description == "ETH/USDT 15m")
    run.take(candle(0), of: SeriesKey(pair: Pair("ETH/USDT")!, timeframe: .fifteenMinutes))
    #expect(run.missingInput(for: candle(10))?.description == "BTC/USDT 5m")
    run.take(candle(10), of: SeriesKey(pair: Pair("BTC/USDT")!, timeframe: .fiveMinutes))
    #expect(run.isReady(for: candle(10)))
    #expect(run.judge(candle(10), isExplained: true)?.explanation?.reason.hasSuffix("[0:0][1:10]10 ") == true)
  }

  @Test func `a candle that is judged without them fails, and changes nothing of the strategy`() {
    var run = run([Self.bitcoin], [0], [[0]])
    let before = run.explanation.reason
    guard case .failed(let failure)? = run.judge(candle(5), isExplained: true)?.answer else {
      Issue.record("it did not fail")
      return
    }
    #expect(failure.reason == "the last closed candle of BTC/USDT 5m has not come")
    #expect(run.explanation.reason == before)
  }

  @Test func `a failure of the strategy is an answer`() {
    var run = run()
    let failure = StrategyFailure(at: candle(5).openTime, reason: "13 is no volume")
    #expect(run.judge(candle(5, volume: 13), isExplained: false)?.answer == .failed(failure))
    #expect(run.judge(candle(10), isExplained: false)?.answer == .answered(nil))
  }

  @Test func `lacks history until it has seen its warm-up, and a candle of each other series`() {
    #expect(!run().lacksHistory)
    #expect(run([Self.bitcoin], [0]).lacksHistory)
    #expect(!run([Self.bitcoin], [0], [[0]]).lacksHistory)
    #expect(StrategyRun(Scribe(warmUp: 2), named: "", on: Self.key, history: [candle(0)]).lacksHistory)
  }
}
