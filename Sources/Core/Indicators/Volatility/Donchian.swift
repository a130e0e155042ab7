// SPDX-License-Identifier: Apache-2.0

/// Donchian channel: the lowest low, the highest high, and the price half way between them.
///
/// - Formula: over the last `period` candles, this one included; `middle = (upper + lower) / 2`. A break-out is a close
///   beyond the edge of the candle before.
/// - Author: Richard Donchian, about 1960.
/// - Source: TA-Lib's `DONCHIAN`, https://ta-lib.org/functions/donchian/; equal to it to the last bit.
/// - Warm-up and first defined value: candle number `period`. There is no residue.
/// - Flat series: all lines are the price itself.
public struct Donchian: CandleIndicator, WindowedIndicator {
  /// The last highs and lows.
  public var memory: [Double]
  private var range: RecentRangeRing
  public let warmUp: Int

  /// A channel over a period of 1 or above.
  public init(period: Int) {
    range = RecentRangeRing(of: period)
    memory = RecentRangeRing.memory(for: period)
    warmUp = period
  }

  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> ChannelLines? {
    range.update(high: bar.high, low: bar.low, memory).map {
      ChannelLines(lower: $0.low, middle: $0.middle, upper: $0.high)
    }
  }
}
