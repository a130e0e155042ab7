// SPDX-License-Identifier: Apache-2.0

/// Slow stochastic: where the close stands in the range of the last candles, smoothed, and the average of that; 0 to 100.
///
/// - Formula: the k of ``StochasticFast`` over `k` candles; its plain mean over `smooth` values is k here, the plain mean
///   of that over `d` values is d.
/// - Author: George Lane, about 1957.
/// - Source: TA-Lib's `STOCH`, https://ta-lib.org/functions/stoch/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `k + smooth + d - 2`. There is no residue.
/// - Flat series: 0.
public struct Stochastic: CandleIndicator, WindowedIndicator {
  /// The last highs and lows, and what is averaged.
  public var memory: [Double]
  private var place: FastK
  private var smoothing: StochasticSignal
  private var signal: StochasticSignal
  public let warmUp: Int

  /// All counts are 1 or above.
  public init(k: Int, smooth: Int, d: Int) {
    memory = FastK.memory(for: k)
    place = FastK(period: k)
    smoothing = StochasticSignal(period: smooth, at: memory.count)
    signal = StochasticSignal(period: d, at: memory.count + smooth)
    memory += Array(repeating: 0, count: smooth + d)
    warmUp = k + smooth + d - 2
  }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> StochasticLines? {
    guard let raw = place.update(high: bar.high, low: bar.low, close: bar.close, memory) else { return nil }
    guard let smoothed = smoothing.update(raw, memory) else { return nil }
    return signal.update(smoothed.d, memory)
  }
}
