// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let trend: [IndicatorDefinition] = [
    .candle("adx", "Average directional index with both directional indicators.", [.period(default: 14)]) {
      ADX(period: $0.integer(0))
    }
  ]
}
