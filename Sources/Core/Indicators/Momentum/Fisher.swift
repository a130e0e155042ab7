// SPDX-License-Identifier: Apache-2.0
import Glibc  // pure-ok: the logarithm of the transform

/// Fisher transform: where the median price stands in its last range, stretched so that turns stand out.
///
/// - Formula: with m = (high + low) / 2 and its place p in the range of the last `period` medians, 0 to 1:
///   `v = 0.66 × (p - 0.5) + 0.67 × v`, kept within ±0.999; `f = 0.5 × ln((1 + v) / (1 - v)) + 0.5 × f`. Both begin
///   with 0; a range without width leaves p at 0.5. The signal is the f of the candle before.
/// - Author: John Ehlers, Technical Analysis of Stocks & Commodities, November 2002.
/// - Warm-up and first defined value: candle number `period + 1`.
/// - Residue of the start: it shrinks by 0.67 per candle; after 35 candles less than 10⁻⁶ of it is left.
/// - Flat series: 0, or falling towards it.
public struct Fisher: CandleIndicator, WindowedIndicator {
  /// The last median prices.
  public var memory: [Double]
  private var range: RecentRangeRing
  private var value = 0.0
  private var last: Double?
  public let warmUp: Int

  /// A transform over a period of 2 or above.
  public init(period: Int) {
    range = RecentRangeRing(of: period)
    memory = RecentRangeRing.memory(for: period)
    warmUp = period + 1
  }

  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Lines? {
    let median = (bar.high + bar.low) / 2
    guard let span = range.update(high: median, low: median, memory) else { return nil }
    let place = span.isFlat ? 0.5 : (median - span.low) / span.width
    value = max(-0.999, min(0.999, 0.66 * (place - 0.5) + 0.67 * value))
    let signal = last
    let transformed = 0.5 * log((1 + value) / (1 - value)) + 0.5 * (signal ?? 0)
    last = transformed
    return signal.map { Lines(fisher: transformed, signal: $0) }
  }

  /// The transform with its signal.
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// The transform; mostly -4 to 4.
    public let fisher: Double
    /// The transform of the candle before.
    public let signal: Double

    public static let names = ["fisher", "signal"]

    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = fisher
      place[stride] = signal
    }
  }
}
