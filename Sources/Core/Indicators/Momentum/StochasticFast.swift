// SPDX-License-Identifier: Apache-2.0

/// Fast stochastic: where the close stands in the range of the last candles, and the average of that; 0 to 100.
///
/// - Formula: `k = 100 × (close - lowest) / (highest - lowest)` over the lows and highs of the last `k` candles, 0 where
///   they don't differ; d is the plain mean of the last `d` values of k.
/// - Author: George Lane, about 1957.
/// - Source: TA-Lib's `STOCHF`, https://ta-lib.org/functions/stochf/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `k + d - 1`. There is no residue.
/// - Flat series: 0.
public struct StochasticFast: CandleIndicator, WindowedIndicator {
  /// The last highs and lows, and the last k.
  public var memory: [Double]
  private var place: FastK
  private var signal: StochasticSignal
  public let warmUp: Int

  /// Both counts are 1 or above.
  public init(k: Int, d: Int) {
    memory = FastK.memory(for: k)
    place = FastK(period: k)
    signal = StochasticSignal(period: d, at: memory.count)
    memory += Array(repeating: 0, count: d)
    warmUp = k + d - 1
  }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> StochasticLines? {
    guard let k = place.update(high: bar.high, low: bar.low, close: bar.close, memory) else { return nil }
    return signal.update(k, memory)
  }
}
