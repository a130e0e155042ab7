// SPDX-License-Identifier: Apache-2.0

/// Where a price stands in the range of the last so many candles, in per cent of it: 0 at the lowest low, 100 at the
/// highest high, 0 in a range without width. Every stochastic begins with it.
struct FastK: Sendable {
  private var range: RecentRangeRing

  /// A place in the range of a count of candles of 1 or above.
  init(period: Int) { range = RecentRangeRing(of: period) }

  /// Memory for a count of candles; it is the first that an indicator has.
  static func memory(for period: Int) -> [Double] { RecentRangeRing.memory(for: period) }

  @inline(__always)
  mutating func update(
    high: Double, low: Double, close: Double, _ memory: UnsafeMutablePointer<Double>
  ) -> Double? {
    guard let span = range.update(high: high, low: low, memory) else { return nil }
    return span.isFlat ? 0 : 100 * ((close - span.low) / span.width)
  }
}
