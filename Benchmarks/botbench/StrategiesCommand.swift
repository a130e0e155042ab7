// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MarketData
import Strategies
import StrategyKit
import TradingModel

/// `botbench strategies`: what a closed candle costs a strategy.
struct StrategiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategies",
    abstract: "What it takes from a closed candle to a strategy's verdict, and what bots that share it add.",
    discussion: """
      Each pair has 600 candles of its own behind it. A verdict has its reasons, votes and values in words, as bots keep \
      them. 'shared' is what a shard does for 1,000 bots on one strategy and series, 'apart' the same for 1,000 runs.
      """)

  @Option(help: "How many pairs.")
  var pairs = 200

  @Option(help: "How many candles close at each pair.")
  var candles = 200

  @Option(help: "How many bots share a run.")
  var bots = 1000

  func validate() throws {
    guard pairs >= 1, candles >= 1, bots >= 1 else { throw ValidationError("pairs, candles and bots are 1 or more") }
  }

  func run() throws {
    print(Distribution.heading)
    let members = BuiltInStrategies.all.map(\.name).filter { $0 != "confluence" }
    for definition in BuiltInStrategies.all where definition.name != "confluence" {
      try measure(definition, [:], named: definition.name)
    }
    let confluence = try BuiltInStrategies.definition(named: "confluence")
    try measure(
      confluence, ["mode": "MAJORITY", "of": members.joined(separator: ", ")],
      named: "confluence of \(members.count), MAJORITY")
    try compareSharing()
  }

  /// Every pair's candles close in turn; a sample is one candle of one pair.
  private func measure(_ definition: StrategyDefinition, _ parameters: [String: String], named name: String) throws {
    let values = try definition.values(parameters)
    var walks = (0..<pairs).map { PriceWalk(seed: UInt64($0) + 1) }
    var runs = (0..<pairs).map { pair in run(definition, values, &walks[pair]) }
    var samples: [Int64] = []
    var signals = 0
    for number in 0..<candles {
      for pair in runs.indices {
        let candle = walks[pair].next(openingAt: time(600 + number))
        let begin = ContinuousClock.now
        let verdict = runs[pair].judge(candle, isExplained: true)
        samples.append((ContinuousClock.now - begin).nanoseconds)
        if verdict?.signal != nil { signals += 1 }
      }
    }
    print(Distribution(nanoseconds: samples).row("\(name) (\(signals) signals)"))
  }

  private func compareSharing() throws {
    let definition = try BuiltInStrategies.definition(named: "macd")
    let values = try definition.values()
    var walk = PriceWalk(seed: 1)
    var one = run(definition, values, &walk)
    var apart = Array(repeating: one, count: bots)
    var (alone, shared, many): ([Int64], [Int64], [Int64]) = ([], [], [])
    for number in 0..<candles {
      let candle = walk.next(openingAt: time(600 + number))
      alone.append(duration { _ = one.judge(candle, isExplained: true) })
      // The same candle again is what every further bot asks.
      shared.append(duration { for _ in 1..<max(2, bots) { _ = one.judge(candle, isExplained: true) } })
      many.append(duration { for index in apart.indices { _ = apart[index].judge(candle, isExplained: true) } })
    }
    print(Distribution(nanoseconds: alone).row("macd, one bot"))
    print(Distribution(nanoseconds: zip(alone, shared).map(+)).row("macd, \(bots) bots, shared"))
    print(Distribution(nanoseconds: many).row("macd, \(bots) bots, apart"))
  }

  private func run(
    _ definition: StrategyDefinition, _ values: ParameterValues, _ walk: inout PriceWalk
  ) -> StrategyRun {
    let history = (0..<600).map { walk.next(openingAt: time($0)) }
    return StrategyRun(
      definition.make(values), named: definition.name,
      on: SeriesKey(pair: SampleBots.pairs(count: 1)[0], timeframe: .oneMinute), history: history)
  }

  private func time(_ number: Int) -> Instant { Instant(milliseconds: Int64(number) * 60_000) }

  private func duration(_ body: () -> Void) -> Int64 {
    let begin = ContinuousClock.now
    body()
    return (ContinuousClock.now - begin).nanoseconds
  }
}
