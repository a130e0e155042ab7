// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let volatility: [IndicatorDefinition] = ranges + channels

  /// How far a price goes.
  private static let ranges: [IndicatorDefinition] = [
    .candle("atr", "Average true range, in the price's unit.", [.period(default: 14)]) { ATR(period: $0.integer(0)) },
    .candle("natr", "Average true range, in per cent of the close.", [.period(default: 14)]) {
      NATR(period: $0.integer(0))
    },
    .candle("true_range", "True range of the candle, in the price's unit.") { _ in TrueRange() },
    .candle("choppiness", "Choppiness index, near 100 without a direction.", [.period(default: 14)]) {
      Choppiness(period: $0.integer(0))
    },
    .series(
      "historical_volatility", "Standard deviation of the returns, in per cent a year.",
      [.period(default: 20), .decimal("candles_per_year", in: 1...10_000_000, default: 365)]
    ) { HistoricalVolatility(period: $0.integer(0), candlesPerYear: $0.number(1)) },
    .candle(
      "mass_index", "Mass index: whether ranges widen.",
      [.period("average", default: 9), .period("sum", from: 1, default: 25)]
    ) { MassIndex(average: $0.integer(0), sum: $0.integer(1)) },
  ]

  /// Channels around a price.
  private static let channels: [IndicatorDefinition] = [
    .series(
      "bollinger", "Bollinger bands: a mean with standard deviations around it, and the value's place between.",
      [.period(default: 20), .decimal("deviations", in: 0...100, default: 2)]
    ) { Bollinger(period: $0.integer(0), deviations: $0.number(1)) },
    .candle(
      "keltner", "Keltner channel: an average price with average true ranges around it.",
      [.period(default: 20), .period("atr", default: 10), .decimal("multiplier", in: 0...100, default: 2)]
    ) { Keltner(period: $0.integer(0), atr: $0.integer(1), multiplier: $0.number(2)) },
    .candle("donchian", "Donchian channel: the lowest low and the highest high.", [.period(from: 1, default: 20)]) {
      Donchian(period: $0.integer(0))
    },
  ]
}
