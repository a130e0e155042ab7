// SPDX-License-Identifier: Apache-2.0

/// Commodity channel index: how far a typical price is from its mean, in mean deviations; mostly -100 to 100.
///
/// - Formula: with t = (high + low + close) / 3, its plain mean m over `period` candles, and the mean of |t - m| over
///   the same candles: `(t - m) / (0.015 × deviation)`; 0 where either is 0 but for rounding.
/// - Author: Donald Lambert, Commodities, October 1980.
/// - Source: TA-Lib's `CCI`, https://ta-lib.org/functions/cci/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period`. There is no residue.
/// - Cost: each candle takes the whole period in, since all deviations change with the mean; as TA-Lib does.
/// - Flat series: 0.
public struct CCI: CandleIndicator {
  private var window: Window<Double>

  /// An index over a period of 2 or above.
  public init(period: Int) {
    precondition(period >= 2, "a CCI's period is 2 or above")
    window = Window(capacity: period)
  }

  public var warmUp: Int { window.capacity }

  public mutating func update(_ bar: Bar) -> Double? {
    let typical = (bar.high + bar.low + bar.close) / 3
    window.push(typical)
    guard window.isFull else { return nil }
    let (mean, deviation) = window.meanAndDeviation
    let distance = typical - mean
    let isFlat = distance.isNegligible(between: typical, mean) || deviation.isNegligible(between: typical, mean)
    return isFlat ? 0 : distance / (0.015 * deviation)
  }
}

extension Window where Element == Double {
  /// The mean of the values of a full window, and the mean of their distances from it.
  fileprivate var meanAndDeviation: (mean: Double, deviation: Double) {
    elements.withUnsafeBufferPointer { values in
      let mean = values.reduce(0, +) / Double(capacity)
      return (mean, values.reduce(0) { $0 + ($1 - mean).magnitude } / Double(capacity))
    }
  }
}
