// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let volatility: [IndicatorDefinition] = [
    .candle("atr", "Average true range, in the price's unit.", [.period(default: 14)]) { ATR(period: $0.integer(0)) }
  ]
}
