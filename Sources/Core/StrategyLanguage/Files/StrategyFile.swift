// SPDX-License-Identifier: Apache-2.0

public import Documents
public import MarketData
public import StrategyKit
import TradingModel

/// A strategy file that was checked whole: it holds together, and its plan can be made of any good parameters.
public struct StrategyFile: Sendable {
  /// `name`, by which bots refer to it.
  public let name: String
  /// `description`; empty where there is none.
  public let summary: String
  /// `timeframe`: how long the candles are that it decides on.
  public let timeframe: Timeframe
  /// `startup_candles`: how many candles are loaded before the first decision, of each series that it reads; where the
  /// file doesn't say, as many as its rules need with the defaults of the parameters.
  public let startupCandles: Int
  /// `parameters`.
  public let parameters: [ParameterDefinition]
  /// `minimal_roi`, `stoploss` and the `trailing_` keys.
  public let exitRules: ExitRules
  /// What is set beside rules and exits, `protections` among it.
  public let settings: StrategySettings

  let rules: FileRules
  let source: SourceText?
  /// The node of `startup_candles`, where there is one.
  let startup: (candles: Int, position: Node.Position?)?

  /// Reads a file's tree.
  ///
  /// - Parameters:
  ///   - node: the parsed YAML or JSON.
  ///   - source: its text, with which places in quoted and folded expressions are exact.
  /// - Throws: ``StrategyFileFaults`` with everything that is wrong.
  public static func read(_ node: Node, source: String? = nil) throws(StrategyFileFaults) -> StrategyFile {
    var reader = FileReader(source: source)
    let parts = FileParts.read(node, &reader)
    guard let file = parts.file(startupCandles: 0, reader, source: source) else {
      throw StrategyFileFaults(reader.faults + parts.compilationFaults(reader, source: source))
    }
    let (plan, faults) = file.compile([:], timeframe: file.timeframe)
    guard reader.faults.isEmpty, faults.isEmpty, let plan else { throw StrategyFileFaults(reader.faults + faults) }
    if file.startup != nil { return file }
    guard let complete = parts.file(startupCandles: plan.startupCandles, reader, source: source) else { return file }
    return complete
  }

  /// The file's plan for parameters, by name; those that aren't given have their defaults.
  ///
  /// - Parameters:
  ///   - values: the parameters' values. Names that the file doesn't have are left out.
  ///   - timeframe: another timeframe than the file's, for a bot that runs it on larger or smaller candles.
  /// - Throws: ``StrategyFileFaults`` where the values don't go together, or one is bad for an indicator.
  public func plan(
    _ values: [String: Double] = [:], timeframe: Timeframe? = nil
  ) throws(StrategyFileFaults) -> StrategyPlan {
    let (plan, faults) = compile(values, timeframe: timeframe ?? self.timeframe)
    guard let plan, faults.isEmpty else { throw StrategyFileFaults(faults) }
    return plan
  }

  /// The plan, or what is wrong.
  func compile(_ values: [String: Double], timeframe: Timeframe) -> (StrategyPlan?, [StrategyFileFault]) {
    var numbers: [String: Double] = [:]
    for parameter in parameters { numbers[parameter.name] = parameter.defaultValue.approximated }
    for (name, value) in values where numbers[name] != nil { numbers[name] = value }
    var assembly = PlanAssembly(rules, parameters: numbers, timeframe: timeframe, startup: startup, source: source)
    let plan = assembly.assemble()
    return (plan, assembly.faults)
  }
}

/// The expressions of a file by what they are for; each is the place of one among all expressions.
struct FileRules: Sendable {
  var expressions: [FileExpression] = []
  /// In an order in which none needs a later one.
  var indicators: [Named] = []
  var enter: [Rule] = []
  var exit: [Rule] = []
  var customExit: [Rule] = []
  var customStoploss: Int?
  var entryPrice: Int?
  var exitPrice: Int?
  var entriesAddedMax: Int?
  var adjustments: [Adjustment] = []

  struct Named: Sendable {
    let name: String
    let expression: Int
    /// Where it stands in the file, counted from 0.
    let place: Int
    /// Whether it needs itself.
    var isCyclic = false
  }

  struct Rule: Sendable {
    let when: Int
    let tag: String
  }

  struct Adjustment: Sendable {
    let when: Int
    let amount: Int
    let isAdding: Bool
    let tag: String
  }
}
