// SPDX-License-Identifier: Apache-2.0

import StrategyKit

extension ParameterDefinition {
  /// How many candles confirm a swing.
  static let swing = integer(
    "swing", default: 5, in: 1...100, summary: "How many candles on each side confirm a swing high or low.")
}
