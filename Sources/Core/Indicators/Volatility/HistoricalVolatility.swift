// SPDX-License-Identifier: Apache-2.0
import Glibc  // pure-ok: the logarithm of returns

/// Historical volatility: how much a price's returns differ, in per cent a year.
///
/// - Formula: with the returns r = ln(x / x[1]): `100 × σ × √candles_per_year`, where σ is the standard deviation of the
///   last `period` returns as a sample, that is by `period - 1`. A return of a value that isn't above 0 counts as 0.
/// - Source: the close-to-close estimator; John Hull, Options, Futures, and Other Derivatives, chapter "Volatility".
/// - Warm-up and first defined value: value number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct HistoricalVolatility: SeriesIndicator {
  private var moments: RollingMoments
  private let scale: Double
  private var last: Double?
  public let warmUp: Int

  /// A volatility over a period of 2 or above.
  ///
  /// - Parameter candlesPerYear: how many candles a year has, 365 daily ones; 1 leaves the volatility per candle.
  public init(period: Int, candlesPerYear: Double) {
    precondition(period >= 2, "the period of a volatility is 2 or above")
    moments = RollingMoments(count: period)
    scale = 100 * (candlesPerYear * Double(period) / Double(period - 1)).squareRoot()
    warmUp = period + 1
  }

  public mutating func update(_ value: Double) -> Double? {
    guard let last else {
      last = value
      return nil
    }
    self.last = value
    moments.push(last > 0 && value > 0 ? log(value / last) : 0)
    return moments.isFull ? scale * moments.variance.squareRoot() : nil
  }
}
