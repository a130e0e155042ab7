// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let averages: [IndicatorDefinition] = [
    .series("ema", "Exponential moving average.", [.period()]) { EMA(period: $0.integer(0)) }
  ]
}
