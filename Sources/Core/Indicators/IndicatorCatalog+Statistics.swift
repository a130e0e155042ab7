// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let statistics: [IndicatorDefinition] = [
    .series(
      "stddev", "Standard deviation, times a factor.", [.period(), .decimal("factor", in: 0...1000, default: 1)]
    ) { StandardDeviation(period: $0.integer(0), factor: $0.number(1)) },
    .series("variance", "Variance.", [.period()]) { Variance(period: $0.integer(0)) },
    .series("linreg", "End of the regression line.", [.period()]) { LinearRegression(period: $0.integer(0)) },
    .series("linreg_slope", "Slope of the regression line, per candle.", [.period()]) {
      LinearRegressionSlope(period: $0.integer(0))
    },
    .series("linreg_intercept", "Beginning of the regression line.", [.period()]) {
      LinearRegressionIntercept(period: $0.integer(0))
    },
    .series("linreg_angle", "Angle of the regression line, in degrees.", [.period()]) {
      LinearRegressionAngle(period: $0.integer(0))
    },
    .series("forecast", "The regression line, one candle further.", [.period()]) { Forecast(period: $0.integer(0)) },
    .pair("correlation", "Correlation of two series, -1 to 1.", [.period()]) { Correlation(period: $0.integer(0)) },
    .pair("beta", "How strongly the second series moves with the first.", [.period()]) {
      Beta(period: $0.integer(0))
    },
    .series("zscore", "Distance from the mean, in standard deviations.", [.period()]) {
      ZScore(period: $0.integer(0))
    },
    .series("percent_rank", "Share of the values before that are smaller, in percent.", [.period()]) {
      PercentRank(period: $0.integer(0))
    },
    .series("highest", "Highest of the last values.", [.period()]) { Highest(period: $0.integer(0)) },
    .series("lowest", "Lowest of the last values.", [.period()]) { Lowest(period: $0.integer(0)) },
    .series("highest_index", "How many candles ago the highest of the last values came.", [.period()]) {
      HighestIndex(period: $0.integer(0))
    },
    .series("lowest_index", "How many candles ago the lowest of the last values came.", [.period()]) {
      LowestIndex(period: $0.integer(0))
    },
    .series("sum", "Sum of the last values.", [.period()]) { Sum(period: $0.integer(0)) },
  ]
}
