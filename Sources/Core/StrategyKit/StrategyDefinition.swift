// SPDX-License-Identifier: Apache-2.0

public import MarketData

/// A strategy's public face: what it is called, how it decides, what can be adjusted, and how to make one.
public struct StrategyDefinition: Sendable {
  /// The name in API and files: `ema-crossover`.
  public let name: String
  /// What it is, in a sentence.
  public let summary: String
  /// The exact rule, in a sentence.
  public let rules: String
  /// What can be adjusted.
  public let parameters: [ParameterDefinition]
  /// The exits that it comes with; a bot may override them.
  public let exitDefaults: ExitRules
  /// How its signals are followed and its orders are handled.
  public let settings: StrategySettings
  /// How long the candles are that it decides on; nil where it takes any.
  public let timeframe: Timeframe?
  /// Where it comes from.
  public let source: Source
  /// What its file says of trades and orders beside its exits: the keys, such as `custom_exit`.
  public let tradeRules: [String]

  /// Where a strategy comes from.
  public enum Source: String, Hashable, Sendable, CaseIterable {
    /// It comes with the program.
    case builtIn = "built-in"
    /// It stands in a strategy file.
    case file
  }

  private let check: @Sendable (ParameterValues) -> [ParameterFault]
  private let build: @Sendable (ParameterValues) -> any Strategy
  private let identify: (@Sendable (ParameterValues) -> String)?

  /// A strategy's definition.
  ///
  /// - Parameters:
  ///   - check: the faults of values that are each in range but contradict one another.
  ///   - identify: a text that is equal for strategies that judge alike, whatever they are called; without one the name
  ///     and the values are.
  ///   - build: makes the strategy of checked values.
  public init(
    name: String, summary: String, rules: String, parameters: [ParameterDefinition],
    exitDefaults: ExitRules = .standard, settings: StrategySettings = StrategySettings(),
    timeframe: Timeframe? = nil, source: Source = .builtIn, tradeRules: [String] = [],
    check: @escaping @Sendable (ParameterValues) -> [ParameterFault] = { _ in [] },
    identify: (@Sendable (ParameterValues) -> String)? = nil,
    build: @escaping @Sendable (ParameterValues) -> any Strategy
  ) {
    precondition(Set(parameters.map(\.name)).count == parameters.count, "parameters of \(name) have names of their own")
    self.name = name
    self.summary = summary
    self.rules = rules
    self.parameters = parameters
    self.exitDefaults = exitDefaults
    self.settings = settings
    self.timeframe = timeframe
    self.source = source
    self.tradeRules = tradeRules
    self.check = check
    self.identify = identify
    self.build = build
  }

  /// Checks the parameters that were given, by name, as texts (`"12"`, `"0.5"`, `"ALL"`); the others get their
  /// defaults.
  ///
  /// - Throws: ``ParameterFaults`` with every fault at once. Contradictions are looked for once each value is good.
  public func values(_ given: [String: String] = [:]) throws(ParameterFaults) -> ParameterValues {
    let known = parameters.map(\.name)
    var faults = given.keys.filter { !known.contains($0) }.sorted().map { name in
      ParameterFault(
        name, .unknown(strategy: self.name, suggestion: NameSuggestion.closest(to: name, among: known), known: known))
    }
    let unknown = faults.count
    var all: [ParameterValues.Value] = []
    for parameter in parameters {
      do {
        let value = try given[parameter.name].map(parameter.value(of:)) ?? parameter.defaultValue
        all.append(ParameterValues.Value(name: parameter.name, kind: parameter.kind, value: value))
      } catch {
        faults.append(error)
      }
    }
    let values = ParameterValues(strategy: name, all: all)
    if faults.count == unknown { faults += check(values) }
    guard faults.isEmpty else { throw ParameterFaults(faults) }
    return values
  }

  /// Makes the strategy of values that this definition has checked.
  public func make(_ values: ParameterValues) -> any Strategy {
    precondition(values.strategy == name, "the values were checked by the strategy's own definition")
    return build(values)
  }

  /// A text that is equal for strategies that judge alike: bots on one series share their run.
  public func identity(_ values: ParameterValues) -> String {
    identify?(values) ?? "\(name)(\(values.all.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")))"
  }

  /// Whether another definition judges alike, and has the same parameters and exits.
  public func isSame(as other: StrategyDefinition) -> Bool {
    guard name == other.name, summary == other.summary,
      parameters.elementsEqual(other.parameters, by: { $0.isSame(as: $1) }), timeframe == other.timeframe,
      exitDefaults == other.exitDefaults, settings == other.settings
    else { return false }
    guard let own = try? values(), let others = try? other.values() else { return false }
    return identity(own) == other.identity(others)
  }
}
