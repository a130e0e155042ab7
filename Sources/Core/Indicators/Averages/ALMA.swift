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
public struct ALMA: LookbackIndicator {
  /// The values of the period.
  public var recent: RecentValues

  /// From the oldest value's to the newest's; their sum is 1.
  private let weights: [Double]

  /// An average.
  ///
  /// - Parameters:
  ///   - period: over how many values is averaged; 1 or above.
  ///   - offset: where the bell's top stands, from 0 for the oldest value to 1 for the newest.
  ///   - sigma: how many times the bell's width goes into the period; above 0.
  public init(period: Int, offset: Double = 0.85, sigma: Double = 6) {
    precondition(period >= 1 && sigma > 0, "an ALMA's period is 1 or above, its sigma above 0")
    recent = RecentValues(count: period)
    let top = (offset * Double(period - 1)).rounded(.down)
    let width = Double(period) / sigma
    let bell = (0..<period).map { exp(-(Double($0) - top) * (Double($0) - top) / (2 * width * width)) }
    let total = bell.reduce(0, +)
    weights = bell.map { $0 / total }
  }

  /// The average up to the newest value.
  public func result(_ newest: UnsafePointer<Double>) -> Double {
    let oldest = newest - (weights.count - 1)
    var sum = 0.0
    for index in weights.indices { sum += weights[index] * oldest[index] }
    return sum
  }
}
