// SPDX-License-Identifier: Apache-2.0

/// Vortex: how far highs reach from the lows before, and lows from the highs before, against the true range.
///
/// - Formula: `plus` is the sum of |high - last low| over the last `period` candles, `minus` that of |low - last high|,
///   each divided by the sum of ``TrueRange``; 0 where that is 0.
/// - Authors: Etienne Botes and Douglas Siepman, Technical Analysis of Stocks & Commodities, January 2010.
/// - Source: TA-Lib's `VORTEX`, https://ta-lib.org/functions/vortex/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct Vortex: CandleIndicator {
  private var rising: PositiveSum
  private var falling: PositiveSum
  private var ranges: PositiveSum
  private var last: Bar?
  public let warmUp: Int

  /// An indicator over a period of 1 or above.
  public init(period: Int) {
    rising = PositiveSum(count: period)
    falling = PositiveSum(count: period)
    ranges = PositiveSum(count: period)
    warmUp = period + 1
  }

  public mutating func update(_ bar: Bar) -> Lines? {
    guard let last else {
      last = bar
      return nil
    }
    self.last = bar
    rising.push((bar.high - last.low).magnitude)
    falling.push((bar.low - last.high).magnitude)
    ranges.push(TrueRange.of(high: bar.high, low: bar.low, lastClose: last.close))
    guard ranges.isFull else { return nil }
    let range = ranges.value
    return range > 0 ? Lines(plus: rising.value / range, minus: falling.value / range) : Lines(plus: 0, minus: 0)
  }

  /// Both lines, about 1 where there is no trend.
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// The movement upwards.
    public let plus: Double
    /// The movement downwards.
    public let minus: Double

    public static let names = ["plus", "minus"]

    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = plus
      place[stride] = minus
    }
  }
}
