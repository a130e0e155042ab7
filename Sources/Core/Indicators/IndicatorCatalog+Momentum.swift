// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let momentum: [IndicatorDefinition] = [
    .series("rsi", "Relative strength index, 0 to 100.", [.period(default: 14)]) { RSI(period: $0.integer(0)) }
  ]
}
