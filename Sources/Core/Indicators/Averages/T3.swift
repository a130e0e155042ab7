// SPDX-License-Identifier: Apache-2.0

/// Tillson's T3: six exponential averages of one another, weighed so that little lag is left.
///
/// - Formula: with v the volume factor and e3 to e6 the third to the sixth of a chain of ``EMA``s over the same period,
///   `-v³ × e6 + (3v² + 3v³) × e5 - (6v² + 3v + 3v³) × e4 + (1 + 3v + v³ + 3v²) × e3`.
/// - Author: Tim Tillson, Smoothing Techniques for More Accurate Signals, Stocks & Commodities, January 1998.
/// - Source: TA-Lib's `T3`, https://ta-lib.org/functions/t3/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `6 × period - 5`; each average begins with the first of the one
///   before it.
/// - Residue of the seed: after `25 × period` values in all, less than 10⁻⁶ of it is left.
/// - Flat series: the price itself, but for rounding.
public struct T3: SeriesIndicator {
  /// Over how many values each average goes; 2 or above.
  public let period: Int

  private let weights: (third: Double, fourth: Double, fifth: Double, sixth: Double)
  private var chain: (EMA, EMA, EMA, EMA, EMA, EMA)

  /// An average.
  ///
  /// - Parameters:
  ///   - period: over how many values each average goes; 2 or above.
  ///   - volumeFactor: how much of the lag is taken out, from 0, where it is three averages of one another, to 1.
  public init(period: Int, volumeFactor: Double = 0.7) {
    self.period = period
    let (v, square, cube) = (volumeFactor, volumeFactor * volumeFactor, volumeFactor * volumeFactor * volumeFactor)
    weights = (1 + 3 * v + cube + 3 * square, -6 * square - 3 * v - 3 * cube, 3 * square + 3 * cube, -cube)
    let average = EMA(period: period)
    chain = (average, average, average, average, average, average)
  }

  /// Six times the period less five: each of the six averages needs its own.
  public var warmUp: Int { 6 * period - 5 }

  /// Takes the next value in; the average after it, or nil during warm-up.
  public mutating func update(_ value: Double) -> Double? {
    guard let first = chain.0.update(value), let second = chain.1.update(first), let third = chain.2.update(second),
      let fourth = chain.3.update(third), let fifth = chain.4.update(fourth), let sixth = chain.5.update(fifth)
    else { return nil }
    return weights.sixth * sixth + weights.fifth * fifth + weights.fourth * fourth + weights.third * third
  }
}
