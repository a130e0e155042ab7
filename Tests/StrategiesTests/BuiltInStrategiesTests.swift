// SPDX-License-Identifier: Apache-2.0

import Indicators
import MarketData
import Strategies
import StrategyKit
import Testing
import TradingModel

@Suite struct BuiltInStrategiesTests {
  /// Every built-in strategy with its defaults.
  static let all: [(name: String, strategy: any Strategy)] = BuiltInStrategies.all.compactMap { definition in
    (try? definition.values()).map { (definition.name, definition.make($0)) }
  }

  static let market = candles(closes: walk(seed: 2026, count: 1200))

  @Test func `lists the strategies by the names of the contract`() {
    #expect(BuiltInStrategies.all.map(\.name) == ["ema-crossover", "rsi-mean-reversion"])
    #expect(Self.all.count == BuiltInStrategies.all.count)
  }

  @Test func `has the parameters of the contract`() throws {
    let ema = try BuiltInStrategies.definition(named: "ema-crossover")
    #expect(ema.parameters.map { "\($0.name) \($0.defaultValue)" } == ["fast 12", "slow 26"])
    let rsi = try BuiltInStrategies.definition(named: "rsi-mean-reversion")
    #expect(rsi.parameters.map { "\($0.name) \($0.defaultValue)" } == ["period 14", "oversold 30", "overbought 70"])
    #expect(BuiltInStrategies.all.allSatisfy { $0.exitDefaults == .standard })
  }

  @Test(arguments: [
    (
      "ema-crosover",
      "there is no strategy 'ema-crosover'; did you mean 'ema-crossover'? there are ema-crossover, rsi-mean-reversion"
    ),
    ("moon", "there is no strategy 'moon'; there are ema-crossover, rsi-mean-reversion"),
  ])
  func `an unknown name is refused with what there is`(name: String, sentence: String) {
    #expect(throws: UnknownStrategy.self) { try BuiltInStrategies.definition(named: name) }
    #expect(UnknownStrategy(name: name, known: BuiltInStrategies.all.map(\.name)).description == sentence)
  }

  @Test(arguments: [
    ("ema-crossover", ["fast": "26"], "fast must be below slow (26), and is 26"),
    ("ema-crossover", ["slow": "501"], "slow must lie between 3 and 500, and is 501"),
    ("rsi-mean-reversion", ["oversold": "70"], "oversold must be below overbought (70), and is 70"),
    ("rsi-mean-reversion", ["period": "1"], "period must lie between 2 and 200, and is 1"),
  ])
  func `refuses parameters that make no sense`(name: String, given: [String: String], sentence: String) throws {
    let definition = try BuiltInStrategies.definition(named: name)
    #expect { try definition.values(given) } throws: { "\($0)" == sentence }
  }

  @Test(arguments: all.indices)
  func `says nothing while it warms up`(index: Int) throws {
    let (name, strategy) = Self.all[index]
    let first = try signals(of: strategy, on: Self.market).first
    #expect((first?.heard.index ?? 0) >= strategy.warmUp, "\(name)")
  }

  @Test(arguments: all.indices)
  func `a signal depends on nothing that comes after it`(index: Int) throws {
    let whole = try signals(of: Self.all[index].strategy, on: Self.market).map(\.heard)
    for count in [0, 1, 208, 223, 266, 500, 1157] {
      let part = try signals(of: Self.all[index].strategy, on: Self.market.prefix(count)).map(\.heard)
      #expect(part == whole.filter { $0.index < count })
    }
  }

  @Test(arguments: all.indices, [1, 37, 290, 700])
  func `started later, it agrees once it is warm`(index: Int, start: Int) throws {
    let strategy = Self.all[index].strategy
    let whole = try signals(of: strategy, on: Self.market).map(\.heard)
    let late = try signals(of: strategy, on: Self.market.dropFirst(start), from: start).map(\.heard)
    #expect(late == whole.filter { $0.index >= start + strategy.warmUp })
  }

  @Test(arguments: all.indices)
  func `a copy goes on by itself`(index: Int) throws {
    var strategy = Self.all[index].strategy
    for candle in Self.market.prefix(600) { _ = try strategy.update(Bar(candle)) }
    var copy = strategy
    for candle in Self.market.prefix(100) { _ = try copy.update(Bar(candle)) }
    let rest = try signals(of: strategy, on: Self.market.dropFirst(600), from: 600)
    let whole = try signals(of: Self.all[index].strategy, on: Self.market)
    #expect(rest.map(\.signal) == whole.filter { $0.heard.index >= 600 }.map(\.signal))
  }

  @Test(arguments: all.indices, ["0.1", "100", "0.00000007", "64035.54"])
  func `says nothing where the price never moves`(index: Int, price: String) throws {
    let flat = candles(closes: Array(repeating: try #require(Fixed(price)), count: 1000))
    #expect(try signals(of: Self.all[index].strategy, on: flat).isEmpty)
  }

  @Test(arguments: all.indices)
  func `says nothing to one candle`(index: Int) throws {
    #expect(try signals(of: Self.all[index].strategy, on: Self.market.prefix(1)).isEmpty)
  }

  @Test(arguments: all.indices)
  func `gives every reason in words with numbers, and a strength above 0`(index: Int) throws {
    let heard = try signals(of: Self.all[index].strategy, on: Self.market)
    #expect(!heard.isEmpty)
    for (_, signal) in heard {
      #expect(signal.reason.contains("a candle earlier"))
      #expect(signal.strength > 0 && signal.strength <= 1)
    }
  }
}
