// SPDX-License-Identifier: Apache-2.0

public import StrategyKit

/// The strategies that come with the program.
public enum BuiltInStrategies {
  /// All of them, in alphabetical order.
  public static let all: [StrategyDefinition] = [EMACrossover.definition, RSIMeanReversion.definition]

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
