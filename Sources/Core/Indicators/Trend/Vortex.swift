// SPDX-License-Identifier: Apache-2.0

/// Vortex: how far highs reach from the lows before, and lows from the highs before, against the true range.
///
/// - Formula: `plus` is the sum of |high - last low| over the last `period` candles, `minus` that of |low - last high|,
///   each divided by the sum of ``TrueRange``; 0 where that is 0.
/// - Authors: Etienne Botes and Douglas Siepman, Technical Analysis of Stocks & Commodities, January 2010.
/// - Source: TA-Lib's `VORTEX`, https://ta-lib.org/functions/vortex/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct Vortex: CandleIndicator, WindowedIndicator {
  /// The last movements upwards, downwards, and true ranges.
  public var memory: [Double]
  private var rising: SumRing
  private var falling: SumRing
  private var range: SumRing
  private var last: (high: Double, low: Double, close: Double)?
  public let warmUp: Int

  /// An indicator over a period of 1 or above.
  public init(period: Int) {
    rising = SumRing(count: period)
    falling = SumRing(count: period, at: period)
    range = SumRing(count: period, at: 2 * period)
    memory = Array(repeating: 0, count: 3 * period)
    warmUp = period + 1
  }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Lines? {
    let before = last
    last = (bar.high, bar.low, bar.close)
    guard let before else { return nil }
    rising.push((bar.high - before.low).magnitude, memory)
    falling.push((bar.low - before.high).magnitude, memory)
    range.push(TrueRange.of(high: bar.high, low: bar.low, lastClose: before.close), memory)
    guard range.isFull else { return nil }
    if range.value <= 0 { return Lines(plus: 0, minus: 0) }
    return Lines(plus: rising.value / range.value, minus: falling.value / range.value)
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
