// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Indicators
import MarketData
import StrategyKit
import StrategyLanguage
import TradingModel

/// `botd strategies`: what can be done with strategies without a server.
struct StrategiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategies", abstract: "Works with strategies, without a server.", subcommands: [EvalCommand.self])
}

/// `botd strategies eval`: what a strategy says at each candle of a file.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Prints what a strategy says at each candle of a file, as CSV.",
    discussion: """
      A row per candle: open_time_ms, each named indicator (for built-in strategies their readings), enter and exit \
      (1 or 0), enter_tag, exit_tag; empty where undefined. For a strategy file enter and exit are what its rules say, \
      from the first candle on: both may be 1, and startup_candles holds nothing back. Larger candles of the same pair \
      are made of those that are given. Exit codes: 64 usage, candles that can't be read included; 78 a strategy file \
      that doesn't check, with FILE:LINE:COLUMN of each fault.
      """)

  @Argument(help: "A strategy file, the name of one in BOTD_STRATEGIES_DIR, or of a built-in strategy.")
  var strategy: String

  @Option(
    help: ArgumentHelp("The candles: CSV with open_time_ms,open,high,low,close,volume.", valueName: "file.csv[.gz]"))
  var candles: String

  @Option(
    name: .customLong("candles-of"),
    help: ArgumentHelp(
      "Candles of another pair that the strategy reads; may be repeated.", valueName: "pair=file.csv[.gz]"))
  var otherCandles: [String] = []

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("A parameter of the strategy; may be repeated.", valueName: "name=value"))
  var parameters: [String] = []

  func run() throws {
    let strategy = try NamedStrategy.find(strategy)
    let values = try values(of: strategy.definition)
    let own = try EvaluationCandles(file: candles)
    let others = try otherCandles.map { text in
      let (name, file) = try Self.pair(text, of: "--candles-of", like: "BTC/USDT=FILE.csv")
      guard let pair = Pair(name) else { throw ValidationError("--candles-of \(text): '\(name)' is no pair") }
      return (pair: pair, candles: try EvaluationCandles(file: file))
    }
    let table: EvaluationTable
    switch strategy {
    case .builtIn(let definition): table = EvaluationTable(definition.make(values), over: own.bars)
    case .file(let file, let path):
      try own.expect(file.timeframe, of: path)
      let plan = try file.plan(StrategyFile.numbers(values))
      let inputs = try plan.inputs.map { input -> [Bar] in
        guard let pair = input.pair else { return [] }
        return try EvaluationCandles.bars(of: pair, input.timeframe, among: others, for: path)
      }
      table = EvaluationTable(plan, over: own.bars, others: inputs)
    }
    table.print()
  }

  private func values(of definition: StrategyDefinition) throws -> ParameterValues {
    var given: [String: String] = [:]
    for text in parameters {
      let (name, value) = try Self.pair(text, of: "--param", like: "rsi_max=65")
      guard given.updateValue(value, forKey: name) == nil else {
        throw ValidationError("--param \(text): \(name) is given twice")
      }
    }
    do {
      return try definition.values(given)
    } catch {
      throw ValidationError("--param: \(error)")
    }
  }

  /// What is before and after the equals sign of an option.
  private static func pair(_ text: String, of option: String, like example: String) throws -> (String, String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw ValidationError("\(option) \(text): write it like \(option) \(example)")
    }
    return (parts[0], parts[1])
  }
}
