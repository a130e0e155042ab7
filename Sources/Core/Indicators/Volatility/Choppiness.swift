// SPDX-License-Identifier: Apache-2.0
import Glibc  // pure-ok: the logarithm of the index

/// Choppiness index: whether a price went somewhere or to and fro; near 100 without a direction, near 0 straight ahead.
///
/// - Formula: `100 × log10(s / r) / log10(period)` over the last `period` candles, with the sum s of ``TrueRange`` and the
///   range r from the lowest low to the highest high; 100 where either is 0. A gap into the first of these candles counts
///   in s only, which can lift the index above 100.
/// - Author: E. W. Dreiss, about 1990.
/// - Warm-up and first defined value: candle number `period + 1`. There is no residue.
/// - Flat series: 100.
public struct Choppiness: CandleIndicator, WindowedIndicator {
  /// The last highs and lows, then the last true ranges.
  public var memory: [Double]
  private var range: RecentRangeRing
  private var sum: SumRing
  private var trueRange = TrueRange()
  private let scale: Double
  public let warmUp: Int

  /// An index over a period of 2 or above.
  public init(period: Int) {
    range = RecentRangeRing(of: period)
    memory = RecentRangeRing.memory(for: period)
    sum = SumRing(count: period, at: memory.count)
    memory += Array(repeating: 0, count: period)
    scale = 100 / log10(Double(period))
    warmUp = period + 1
  }

  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let span = range.update(high: bar.high, low: bar.low, memory)
    if let width = trueRange.update(bar) { sum.push(width, memory) }
    guard sum.isFull, let span else { return nil }
    return span.width <= 0 || sum.value <= 0 ? 100 : scale * log10(sum.value / span.width)
  }
}
