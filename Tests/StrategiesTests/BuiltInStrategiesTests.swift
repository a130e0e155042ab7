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

  static let market = MadeUpMarket("a long market", seed: 2026, count: 6000).bars

  @Test func `lists the strategies by the names of the contract`() {
    #expect(BuiltInStrategies.all.map(\.name) == Self.parameters.map(\.name))
    #expect(Self.all.count == BuiltInStrategies.all.count)
  }

  /// The contract's names and defaults.
  static let parameters: [(name: String, parameters: [String])] = [
    ("adx", ["period 14", "threshold 25"]), ("bollinger-breakout", ["period 20", "deviations 2"]),
    ("break-of-structure", ["swing 5"]), ("change-of-character", ["swing 5"]),
    ("confluence", ["mode MAJORITY", "of adx, ema-crossover, macd", "threshold 0.5"]),
    ("ema-crossover", ["fast 12", "slow 26"]), ("fair-value-gap", ["minimum_gap 0.001"]),
    ("liquidity-sweep", ["swing 5", "lookback 50"]), ("macd", ["fast 12", "slow 26", "signal 9"]),
    ("order-blocks", ["swing 5", "displacement 1.5"]),
    ("rsi-mean-reversion", ["period 14", "oversold 30", "overbought 70"]),
    ("stochastic", ["k 14", "d 3", "smooth 3", "oversold 20", "overbought 80"]),
  ]

  @Test(arguments: parameters)
  func `has the parameters of the contract`(name: String, parameters: [String]) throws {
    let definition = try BuiltInStrategies.definition(named: name)
    #expect(definition.parameters.map { "\($0.name) \($0.defaultValue)" } == parameters)
    #expect(definition.exitDefaults == .standard)
  }

  static let names = parameters.map(\.name).joined(separator: ", ")

  @Test(arguments: [
    (
      "ema-crosover",
      "there is no strategy 'ema-crosover'; did you mean 'ema-crossover'? there are \(names)"
    ),
    ("moon", "there is no strategy 'moon'; there are \(names)"),
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
    ("macd", ["fast": "26"], "fast must be below slow (26), and is 26"),
    ("stochastic", ["overbought": "20"], "oversold must be below overbought (20), and is 20"),
    ("adx", ["threshold": "100"], "threshold must lie between 1 and 99, and is 100"),
    ("bollinger-breakout", ["deviations": "0"], "deviations must lie between 0.1 and 10, and is 0"),
    ("break-of-structure", ["swing": "0"], "swing must lie between 1 and 100, and is 0"),
    ("change-of-character", ["swing": "1.5"], "swing must be a whole number, and is 1.5"),
    ("order-blocks", ["displacement": "11"], "displacement must lie between 0.1 and 10, and is 11"),
    ("fair-value-gap", ["minimum_gap": "-0.1"], "minimum_gap must lie between 0 and 1, and is -0.1"),
    ("liquidity-sweep", ["lookback": "5"], "lookback must be above swing (5), and is 5"),
  ])
  func `refuses parameters that make no sense`(name: String, given: [String: String], sentence: String) throws {
    let definition = try BuiltInStrategies.definition(named: name)
    #expect { try definition.values(given) } throws: { "\($0)" == sentence }
  }

  @Test(arguments: all.indices, [1, 37, 290, 700])
  func `started later, it agrees once it is warm`(index: Int, start: Int) throws {
    let strategy = Self.all[index].strategy
    let whole = try heard(of: strategy, on: Self.market)
    let late = try heard(of: strategy, on: Self.market.dropFirst(start))
    #expect(late.map { $0.later(by: start) } == whole.filter { $0.index >= start + strategy.warmUp })
    #expect(late.count > 10)
  }

  @Test(arguments: all.indices, ["0.1", "100", "0.00000007", "64035.54"])
  func `says nothing where the price never moves`(index: Int, price: String) throws {
    let flat = candles(closes: Array(repeating: try #require(Fixed(price)), count: 1000))
    #expect(try signals(of: Self.all[index].strategy, on: flat).isEmpty)
  }

  @Test(arguments: all.indices)
  func `says nothing to one candle`(index: Int) throws {
    #expect(try heard(of: Self.all[index].strategy, on: Self.market.prefix(1)).isEmpty)
  }
}
