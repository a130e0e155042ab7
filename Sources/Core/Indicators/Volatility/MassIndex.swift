// SPDX-License-Identifier: Apache-2.0

/// Mass index: whether ranges widen, summed up; a bulge above 27 that falls below 26.5 is said to announce a turn.
///
/// - Formula: with e the ``EMA`` of high - low over `average`: the sum of `e / EMA(e)` over the last `sum` candles; a
///   ratio of two zeros is 1.
/// - Author: Donald Dorsey, Technical Analysis of Stocks & Commodities, June 1992.
/// - Source: TA-Lib's `MASSI`, https://ta-lib.org/functions/massi/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `2 × average + sum - 2`.
/// - Residue of the seed: as of ``EMA``, twice over.
/// - Flat series: `sum`.
public struct MassIndex: CandleIndicator, WindowedIndicator {
  /// The last ratios.
  public var memory: [Double]
  private var once: EMA
  private var twice: EMA
  private var ratios: SumRing
  public let warmUp: Int

  /// An average over a period of 2 or above, a sum over 1 or more candles.
  public init(average: Int, sum: Int) {
    once = EMA(period: average)
    twice = EMA(period: average)
    ratios = SumRing(count: sum)
    memory = Array(repeating: 0, count: sum)
    warmUp = 2 * average + sum - 2
  }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    guard let width = once.update(bar.high - bar.low), let smooth = twice.update(width) else { return nil }
    ratios.push(smooth == 0 ? 1 : width / smooth, memory)
    return ratios.isFull ? ratios.value : nil
  }
}
