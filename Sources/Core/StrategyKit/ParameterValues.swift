// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// The checked values of all parameters of one strategy. Only ``StrategyDefinition/values(_:)`` makes them.
public struct ParameterValues: Hashable, Sendable {
  /// The strategy that they are for.
  public let strategy: String
  /// Every parameter with its value, in the strategy's order; defaults are filled in.
  public let all: [Value]

  /// A parameter's value.
  public struct Value: Hashable, Sendable {
    /// The parameter's name.
    public let name: String
    /// What it is.
    public let kind: ParameterKind
    /// Its value: a whole number for an integer parameter, a number for a decimal one, a text for a choice, a list for a
    /// list.
    public let value: ParameterValue

    /// The value as ``StrategyDefinition/values(_:)`` takes it.
    public var text: String { value.description }
  }

  /// The exact value of a number of the strategy.
  public func decimal(_ name: String) -> Fixed {
    guard let number = value(name).number else {
      preconditionFailure("strategy \(strategy) declares \(name) as the number as which it reads it")
    }
    return number
  }

  /// The value of an integer parameter of the strategy.
  public func integer(_ name: String) -> Int {
    Int(decimal(name).units / Fixed.unitsPerOne)
  }

  /// The value of a parameter as a binary number, for indicators.
  public func number(_ name: String) -> Double {
    decimal(name).approximated
  }

  /// The text of a choice of the strategy.
  public func text(_ name: String) -> String {
    guard case .text(let text) = value(name) else {
      preconditionFailure("strategy \(strategy) declares \(name) as the choice as which it reads it")
    }
    return text
  }

  /// The items of a list of the strategy.
  public func list(_ name: String) -> [String] {
    guard case .list(let items) = value(name) else {
      preconditionFailure("strategy \(strategy) declares \(name) as the list as which it reads it")
    }
    return items
  }

  private func value(_ name: String) -> ParameterValue {
    guard let value = all.first(where: { $0.name == name }) else {
      preconditionFailure("strategy \(strategy) declares the parameter \(name) that it reads")
    }
    return value.value
  }
}
