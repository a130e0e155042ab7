// SPDX-License-Identifier: Apache-2.0

public import Documents
import MarketData
public import StrategyKit

extension StrategyDefinition {
  /// The strategy's document.
  public var node: Node {
    .object(
      [
        .init(key: "name", value: .string(name)),
        .init(key: "source", value: .string(source.rawValue)),
        .init(key: "timeframe", value: .optional(timeframe) { .string($0.text) }),
        .init(key: "summary", value: .string(summary)),
        .init(key: "rules", value: .string(rules)),
        .init(key: "parameters", value: .array(parameters.map(\.node))),
        .init(key: "unsupported_keys", value: .array(unsupportedKeys.map { .string($0) })),
      ] + exitDefaults.members)
  }
}

extension ParameterDefinition {
  /// The parameter's document.
  var node: Node {
    [
      "name": .string(name), "summary": .string(summary), "type": .string(kind.rawValue),
      "default": .exactNumber(defaultValue), "minimum": .exactNumber(minimum), "maximum": .exactNumber(maximum),
    ]
  }
}
