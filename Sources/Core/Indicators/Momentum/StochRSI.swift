// SPDX-License-Identifier: Apache-2.0

/// Stochastic of the relative strength index: where the ``RSI`` stands in its own last range; 0 to 100.
///
/// - Formula: ``StochasticFast`` with the index as high, low and close.
/// - Authors: Tushar Chande and Stanley Kroll, The New Technical Trader, 1994.
/// - Source: TA-Lib's `STOCHRSI`, https://ta-lib.org/functions/stochrsi/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: value number `period + k + d - 1`.
/// - Residue of the seed: as of ``RSI``.
/// - Flat series: 0.
public struct StochRSI: SeriesIndicator, WindowedIndicator {
  /// The last strengths, and the last k.
  public var memory: [Double]
  private var strength: RSI
  private var place: FastK
  private var signal: StochasticSignal
  public let warmUp: Int

  /// The index's period is 2 or above, the counts 1 or above.
  public init(period: Int, k: Int, d: Int) {
    memory = FastK.memory(for: k)
    strength = RSI(period: period)
    place = FastK(period: k)
    signal = StochasticSignal(period: d, at: memory.count)
    memory += Array(repeating: 0, count: d)
    warmUp = period + k + d - 1
  }

  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> StochasticLines? {
    guard let index = strength.update(value) else { return nil }
    guard let k = place.update(high: index, low: index, close: index, memory) else { return nil }
    return signal.update(k, memory)
  }
}
