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
    /// Whole or decimal.
    public let kind: ParameterKind
    /// Its value; whole for an integer parameter.
    public let value: Fixed

    /// The value as ``StrategyDefinition/values(_:)`` takes it.
    public var text: String { value.description }
  }

  /// The exact value of a parameter of the strategy.
  public func decimal(_ name: String) -> Fixed {
    guard let value = all.first(where: { $0.name == name }) else {
      preconditionFailure("strategy \(strategy) declares the parameter \(name) that it reads")
    }
    return value.value
  }

  /// The value of an integer parameter of the strategy.
  public func integer(_ name: String) -> Int {
    Int(decimal(name).units / Fixed.unitsPerOne)
  }

  /// The value of a parameter as a binary number, for indicators.
  public func number(_ name: String) -> Double {
    decimal(name).approximated
  }
}
