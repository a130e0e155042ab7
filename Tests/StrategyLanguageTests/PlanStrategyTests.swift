// SPDX-License-Identifier: Apache-2.0
import Indicators
import MarketData
import StrategyKit
import Testing
import TradingModel

@testable import StrategyLanguage

@Suite struct `A file among strategies` {
  private static let text = """
    name: up
    description: Follows the close
    timeframe: 5m
    startup_candles: 3
    parameters:
      limit: { default: 2, min: 1, max: 9, summary: From where on }
      span: { default: 3, min: 1, max: 9 }
    indicators:
      mean: ema(close, span)
      btc: close on BTC/USDT 1h
      hour: close on 1h
    enter: [{ when: close > limit and close < 100, tag: high }]
    exit: [{ when: close < limit, tag: low }]
    stoploss: -0.2
    """

  @Test func `has a definition that makes it`() throws {
    let definition = try Fixtures.file(Self.text).definition
    #expect(definition.name == "up")
    #expect(definition.summary == "Follows the close")
    #expect(definition.rules == "enter: close > limit and close < 100; exit: close < limit")
    #expect(definition.parameters.map(\.summary) == ["From where on", ""])
    #expect(definition.exitDefaults.stoploss == Ratio(try #require(Fixed("-0.2"))))
    var strategy = definition.make(try definition.values(["limit": "3"]))
    #expect(strategy.warmUp == 3)
    #expect(
      strategy.inputs == [
        StrategyInput(pair: Pair("BTC/USDT"), timeframe: .oneHour), StrategyInput(timeframe: .oneHour),
      ])
    let bars = Fixtures.bars([9, 9, 9, 9, 3, 2, 101])
    let signals = try bars.map { try strategy.update($0) }
    #expect(signals.map(\.?.action) == [nil, nil, nil, .enter, nil, .exit, nil])
    #expect(signals.map(\.?.tag) == [nil, nil, nil, "high", nil, "low", nil])
    #expect(signals[3]?.reason == "close > limit and close < 100 (mean 9)")
    #expect(strategy.stance == .neutral)
    #expect(strategy.reason == "high: close < 100 is false")
    #expect(strategy.readings.map(\.name) == ["mean"])
  }

  @Test(arguments: [
    ("tag: high", "tag: higher"), ("mean: ema", "average: ema"), ("close < limit,", "limit > close,"),
    ("stoploss: -0.2", "stoploss: -0.2\nignore_roi_if_entry_signal: true"),
    ("stoploss: -0.2", "stoploss: -0.2\ncustom_exit: [{ when: trade.profit > 0.1 }]"),
    ("stoploss: -0.2", "stoploss: -0.2\nadjust_position: { rules: [{ when: trade.profit < 0, add: 50 }] }"),
  ])
  func `shares no run with a file that names or judges anything otherwise`(part: String, other: String) throws {
    let (own, changed) = (Self.text, Self.text.replacing(part, with: other))
    #expect(own != changed)
    let definitions = try [own, changed].map { try Fixtures.file($0).definition }
    let identities = try definitions.map { $0.identity(try $0.values()) }
    #expect(identities[0] != identities[1])
    #expect(!definitions[0].isSame(as: definitions[1]))
  }

  @Test func `parameters in rules about trades tell runs apart`() throws {
    let text = Self.text + "\ncustom_exit: [{ when: trade.profit > limit, tag: t }]"
    let definition = try Fixtures.file(
      text.replacing("close > limit and close < 100", with: "close < 100")
        .replacing("close < limit", with: "close < 2")
    ).definition
    #expect(definition.identity(try definition.values(["limit": "3"])) != definition.identity(try definition.values()))
  }

  @Test func `says of trades what its rules say, with the last candle's values`() throws {
    let text = Self.text + "\ncustom_exit: [{ when: trade.profit > 0.1 and close > 5, tag: rich }]"
    let definition = try Fixtures.file(text).definition
    #expect(definition.tradeRules == ["custom_exit"])
    var strategy = definition.make(try definition.values())
    let rich = TradeContext(profit: 0.2)
    for (close, reason) in [(9.0, "rich"), (4, nil), (6, "rich")] {
      _ = try strategy.update(try #require(Fixtures.bars([close]).first))
      #expect(strategy.advice?.customExit(rich) == reason)
      #expect(strategy.advice?.customExit(TradeContext(profit: 0.05)) == nil)
    }
    let plain = try Fixtures.file(Self.text).definition
    #expect(plain.make(try plain.values()).advice == nil)
  }

  @Test func `refuses values that its plan can't take`() throws {
    let definition = try Fixtures.file(Self.text).definition
    let faults = #expect(throws: ParameterFaults.self) { try definition.values(["span": "1"]) }
    #expect(faults?.description.contains("goes from 2 to 2000, and is 1") == true)
    #expect(throws: ParameterFaults.self) { try definition.values(["spam": "1"]) }
    #expect(throws: ParameterFaults.self) { try definition.values(["span": "2.5"]) }
  }

  @Test func `is told the candles of other series, the larger ones of its own pair too`() throws {
    let definition = try Fixtures.file(Self.text).definition
    var strategy = definition.make(try definition.values())
    strategy.take(Fixtures.bars([7], every: 3_600_000)[0], of: 0)
    strategy.take(Fixtures.bars([8], every: 3_600_000)[0], of: 1)
    strategy.take(Fixtures.bars([9], every: 3_600_000)[0], of: 2)
    for bar in Fixtures.bars(Array(repeating: 5, count: 11)) { _ = try strategy.update(bar) }
    #expect(strategy.readings.map(\.description) == ["mean 5"])
    for bar in Fixtures.bars([5], from: 11 * Fixtures.fiveMinutes) { _ = try strategy.update(bar) }
    #expect(strategy.readings.map(\.description) == ["mean 5", "btc 7", "hour 8"])
  }

  @Test func `has the hours of long ago at once`() throws {
    let file = try Fixtures.file(Fixtures.emaRSI)
    var strategy = PlanStrategy(try file.plan(), startupCandles: file.startupCandles)
    let day: Int64 = 86_400_000
    for bar in Fixtures.walk(100, seed: 1, every: 3_600_000, from: 5 * day - 100 * 3_600_000) {
      strategy.take(bar, of: 0)
    }
    for bar in Fixtures.walk(27, seed: 2, from: 5 * day) { _ = strategy.update(bar) }
    #expect(strategy.readings.map(\.name) == ["ema12", "ema26", "rsi", "trend"])
    #expect(strategy.warmUp == 100 && strategy.stance == nil)
  }

  @Test func `takes an indicator's main value where a number is wanted`() throws {
    let longer = Self.text.replacing("startup_candles: 3", with: "startup_candles: 10")
    let text = longer + "\ncustom_stoploss: adx(2) / 1000\nentry_price: adx(2)\nexit_price: adx(2).plus\n"
    let plan = try Fixtures.file(text).plan()
    var run = plan.start()
    for bar in Fixtures.walk(20, seed: 1) { _ = run.update(bar) }
    let price = try #require(plan.trade.entryPrice(run.row, TradeContext()))
    #expect(plan.trade.customStoploss(run.row, TradeContext()) == price / 1000)
    #expect(plan.trade.exitPrice(run.row, TradeContext()) != price)
    let several = Fixtures.faults(Self.text + "\ncustom_stoploss: bollinger(close, 20, 2)\n")
    #expect(several.first?.contains("bollinger has several values") == true)
  }
}
