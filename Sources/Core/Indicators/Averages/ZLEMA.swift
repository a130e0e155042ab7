// SPDX-License-Identifier: Apache-2.0

/// Zero-lag exponential moving average: an ``EMA`` of the values carried on by what they gained over its lag.
///
/// - Formula: the EMA over the period of `2 × x - old`, where old is the value `(period - 1) / 2` steps before, rounded
///   down.
/// - Author: John Ehlers and Ric Way, Zero Lag (Well, Almost), Stocks & Commodities, November 2010.
/// - Source: TA-Lib's `ZLEMA`, https://ta-lib.org/functions/zlema/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: value number `period + (period - 1) / 2`.
/// - Residue of the seed: after `9 × period` values in all, less than 10⁻⁶ of it is left.
/// - Flat series: the price itself, but for rounding.
public struct ZLEMA: SeriesIndicator, WindowedIndicator {
  /// Over how many values the average goes; 2 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private let lag: Int
  private var delay: DelayRing
  private var average: EMA

  /// An average over a period of 2 or above.
  public init(period: Int) {
    self.period = period
    average = EMA(period: period)
    lag = (period - 1) / 2
    delay = DelayRing(count: lag + 1)
    memory = Array(repeating: 0, count: lag + 1)
  }

  /// The period and the lag.
  public var warmUp: Int { period + lag }

  /// Takes the next value in; the average after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    delay.push(value, memory)
    return delay.isFull ? average.update(2 * value - delay.oldest(memory)) : nil
  }
}
