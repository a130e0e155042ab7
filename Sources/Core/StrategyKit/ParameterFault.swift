// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What is wrong with one parameter that was given to a strategy.
public struct ParameterFault: Error, Hashable, Sendable {
  /// The parameter's name, as it was given.
  public let name: String
  /// What is wrong with it.
  public let problem: Problem

  /// A fault of a parameter.
  public init(_ name: String, _ problem: Problem) {
    self.name = name
    self.problem = problem
  }

  /// What can be wrong.
  public enum Problem: Hashable, Sendable {
    /// The strategy has no such parameter; the one that was probably meant, if any, and all that it has.
    case unknown(strategy: String, suggestion: String?, known: [String])
    /// The text is no decimal number.
    case notANumber(text: String, kind: ParameterKind)
    /// A whole number is wanted.
    case notWhole(Fixed)
    /// The value lies outside the bounds.
    case outOfRange(Fixed, minimum: Fixed, maximum: Fixed)
    /// The text is none of those that there are.
    case notAChoice(text: String, choices: [String])
    /// A list can't be taken; the sentence goes on after the parameter's name: "names no strategy".
    case unusable(String)
    /// The value contradicts another parameter's; the sentence goes on after "must": "be below slow (26), and is 30".
    case contradiction(String)
  }
}

extension ParameterFault: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch problem {
    case .unknown(let strategy, let suggestion, let known):
      let list = known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"
      let hint = suggestion.map { "did you mean '\($0)'? " } ?? ""
      return "strategy \(strategy) has no parameter '\(name)'; \(hint)\(list)"
    case .notANumber(let text, let kind):
      let wanted = kind == .integer ? "a whole number such as 12" : "a decimal number such as 0.5"
      return "\(name) must be \(wanted), and is '\(text)'"
    case .notWhole(let value): return "\(name) must be a whole number, and is \(value)"
    case .outOfRange(let value, let minimum, let maximum):
      return "\(name) must lie between \(minimum) and \(maximum), and is \(value)"
    case .notAChoice(let text, let choices):
      let hint = NameSuggestion.closest(to: text, among: choices).map { "; did you mean '\($0)'?" } ?? ""
      return "\(name) must be one of \(choices.joined(separator: ", ")), and is '\(text)'\(hint)"
    case .unusable(let rest): return "\(name) \(rest)"
    case .contradiction(let rest): return "\(name) must \(rest)"
    }
  }
}

/// Everything that is wrong with the parameters that were given; never empty.
public struct ParameterFaults: Error, Hashable, Sendable {
  /// The faults: unknown names in alphabetical order, then the strategy's parameters in its order.
  public let faults: [ParameterFault]

  /// Faults, of which there is at least one.
  public init(_ faults: [ParameterFault]) {
    precondition(!faults.isEmpty, "a refusal has a reason")
    self.faults = faults
  }
}

extension ParameterFaults: CustomStringConvertible {
  public var description: String { faults.map(\.description).joined(separator: "; ") }
}
