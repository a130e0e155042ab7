// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Figures of a sequence of numbers, for judging what a market looks like.
struct MarketStatistics {
  let values: [Double]

  init(_ values: [Double]) { self.values = values }

  /// The returns of a sequence of prices, as logarithms.
  init(returnsOf prices: [Double]) { values = zip(prices, prices.dropFirst()).map { log($1 / $0) } }

  var sizes: MarketStatistics { MarketStatistics(values.map(abs)) }

  var mean: Double { values.reduce(0, +) / Double(values.count) }

  var deviation: Double { moment(2).squareRoot() }

  /// 3 for a normal distribution.
  var kurtosis: Double { moment(4) / (moment(2) * moment(2)) }

  func autocorrelation(after count: Int = 1) -> Double {
    MarketStatistics(Array(values.dropLast(count))).correlation(with: MarketStatistics(Array(values.dropFirst(count))))
  }

  func correlation(with other: MarketStatistics) -> Double {
    let (mine, others) = (mean, other.mean)
    let products = zip(values, other.values).map { ($0 - mine) * ($1 - others) }
    return products.reduce(0, +) / Double(values.count) / (deviation * other.deviation)
  }

  private func moment(_ power: Double) -> Double {
    let mean = mean
    return values.map { pow($0 - mean, power) }.reduce(0, +) / Double(values.count)
  }
}
