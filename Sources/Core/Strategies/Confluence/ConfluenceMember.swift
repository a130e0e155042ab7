// SPDX-License-Identifier: Apache-2.0

import StrategyKit
import TradingModel

/// A strategy that is to vote, as it was named: which, with what parameters, and how much its vote counts.
struct ConfluenceMember: Sendable {
  let definition: StrategyDefinition
  let values: ParameterValues
  /// Above 0.
  let weight: Fixed

  /// The name, with the parameters that differ from their defaults: `rsi-mean-reversion(period=7, oversold=25)`.
  var label: String {
    let given = zip(definition.parameters, values.all).filter { $0.defaultValue != $1.value }
      .map { "\($1.name)=\($1.value)" }
    return given.isEmpty ? definition.name : "\(definition.name)(\(given.joined(separator: ", ")))"
  }

  /// The label, with the weight where it isn't 1: what reads back as the same.
  var text: String { weight == .one ? label : "\(label)*\(weight)" }
}
