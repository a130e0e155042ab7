// SPDX-License-Identifier: Apache-2.0

public import StrategyKit

/// The strategies that come with the program.
public enum BuiltInStrategies {
  /// All of them, in alphabetical order.
  public static let all = all(with: [])

  /// All of them and those of files, built-in ones first; the confluence can be made of any of them.
  ///
  /// A file's strategy that is called like a built-in one is left out: a name has one meaning.
  public static func all(with files: [StrategyDefinition]) -> [StrategyDefinition] {
    let taken = Set(single.map(\.name) + [Confluence.name])
    let others = files.filter { !taken.contains($0.name) }
    let builtIn = single + [Confluence.definition(members: single + others)]
    return builtIn.sorted { $0.name < $1.name } + others
  }

  /// Those that decide by themselves.
  private static let single: [StrategyDefinition] = [
    ADXTrend.definition, BollingerBreakout.definition, BreakOfStructure.definition, ChangeOfCharacter.definition,
    EMACrossover.definition, FairValueGap.definition, LiquiditySweep.definition, MACDCrossover.definition,
    OrderBlocks.definition, RSIMeanReversion.definition, StochasticTurn.definition,
  ]

  /// The strategy of a name.
  ///
  /// - Throws: ``UnknownStrategy`` with the name that was probably meant.
  public static func definition(named name: String) throws(UnknownStrategy) -> StrategyDefinition {
    guard let definition = all.first(where: { $0.name == name }) else {
      throw UnknownStrategy(name: name, known: all.map(\.name))
    }
    return definition
  }
}

/// There is no strategy of a name.
public struct UnknownStrategy: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name that was given.
  public let name: String
  /// The names that there are.
  public let known: [String]

  /// A name that is not among the known ones.
  public init(name: String, known: [String]) {
    self.name = name
    self.known = known
  }

  /// The name that was probably meant, or nil.
  public var suggestion: String? { NameSuggestion.closest(to: name, among: known) }

  /// A sentence that says what there is.
  public var description: String {
    let hint = suggestion.map { "did you mean '\($0)'? " } ?? ""
    return "there is no strategy '\(name)'; \(hint)there are \(known.joined(separator: ", "))"
  }
}
