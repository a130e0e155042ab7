// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let prices: [IndicatorDefinition] = [
    .candle("typical_price", "Mean of high, low and close.") { _ in TypicalPrice() },
    .candle("median_price", "Middle of high and low.") { _ in MedianPrice() },
    .candle("weighted_price", "Mean of high, low and twice the close.") { _ in WeightedPrice() },
    .candle("average_price", "Mean of open, high, low and close.") { _ in AveragePrice() },
    .candle("heikin_ashi", "Heikin-Ashi candles.") { _ in HeikinAshi() },
  ]
}
