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
        .init(key: "trade_rules", value: .array(tradeRules.map { .string($0) })),
      ] + exitDefaults.members)
  }
}

extension ParameterDefinition {
  /// The parameter's document: `minimum` and `maximum` of a number, `choices` of a choice.
  var node: Node {
    let bounds = [("minimum", minimum), ("maximum", maximum)].compactMap { name, bound in
      bound.map { Node.Member(key: name, value: .exactNumber($0)) }
    }
    let texts = choices.isEmpty ? [] : [Node.Member(key: "choices", value: .array(choices.map(Node.string)))]
    return .object(
      [
        .init(key: "name", value: .string(name)),
        .init(key: "summary", value: .string(summary)),
        .init(key: "type", value: .string(kind.rawValue)),
        .init(key: "default", value: defaultValue.node),
      ] + bounds + texts)
  }
}

extension ParameterValue {
  /// A number, a text, or a list of texts.
  var node: Node {
    switch self {
    case .number(let value): .exactNumber(value)
    case .text(let text): .string(text)
    case .list(let items): .array(items.map(Node.string))
    }
  }
}
