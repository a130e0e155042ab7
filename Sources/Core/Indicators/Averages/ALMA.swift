// SPDX-License-Identifier: Apache-2.0
import Glibc  // pure-ok: the exponential function of the weights

/// Arnaud Legoux's moving average: weights in the form of a bell, whose top can be moved towards the newest value.
///
/// - Formula: the value of age a, from 0 for the newest, weighs `exp(-(period - 1 - a - top)² / (2 × width²))`, with
///   `top = offset × (period - 1)` rounded down and `width = period / sigma`; the sum is divided by that of the
///   weights.
/// - Author: Arnaud Legoux and Dimitris Kouzis-Loukas, ALMA, in Search for the Perfect Moving Average, 2009; with the
///   rounding of their code, which TA-Lib's `ALMA` takes over from the version after the one in our tests.
/// - Warm-up and first defined value: value number `period`. What came before the period leaves nothing behind.
/// - Flat series: the price itself, but for rounding.
/// - Cost: the whole period at each value, because the weights have no form that could be carried on.
public struct ALMA: SeriesIndicator {
  /// Over how many values is averaged; 1 or above.
  public let period: Int

  /// From the oldest value's to the newest's; their sum is 1.
  private let weights: [Double]
  /// Each value stands in two places a period apart, so that the last ones always stand in a row.
  private var values: [Double]
  private var next = 0
  private var missing: Int

  /// An average.
  ///
  /// - Parameters:
  ///   - period: over how many values is averaged; 1 or above.
  ///   - offset: where the bell's top stands, from 0 for the oldest value to 1 for the newest.
  ///   - sigma: how many times the bell's width goes into the period; above 0.
  public init(period: Int, offset: Double = 0.85, sigma: Double = 6) {
    precondition(period >= 1 && sigma > 0, "an ALMA's period is 1 or above, its sigma above 0")
    self.period = period
    missing = period
    let top = (offset * Double(period - 1)).rounded(.down)
    let width = Double(period) / sigma
    let bell = (0..<period).map { exp(-(Double($0) - top) * (Double($0) - top) / (2 * width * width)) }
    let total = bell.reduce(0, +)
    weights = bell.map { $0 / total }
    values = Array(repeating: 0, count: 2 * period)
  }

  /// The period: the first average is defined at its last value.
  public var warmUp: Int { period }

  /// Takes the next value in; the average after it, or nil during warm-up.
  public mutating func update(_ value: Double) -> Double? {
    values[next] = value
    values[next + period] = value
    next = next + 1 == period ? 0 : next + 1
    if missing > 0 { missing -= 1 }
    guard missing == 0 else { return nil }
    var sum = 0.0
    for place in 0..<period { sum += weights[place] * values[next + place] }
    return sum
  }
}
