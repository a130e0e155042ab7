// SPDX-License-Identifier: Apache-2.0

/// True strength index: the double smoothed change of a price, in per cent of its double smoothed size; -100 to 100.
///
/// - Formula: with c = x - x[1]: `100 × EMA(EMA(c, first), second) / EMA(EMA(|c|, first), second)`; 0 where the price
///   didn't change at all.
/// - Author: William Blau, Technical Analysis of Stocks & Commodities, November 1991.
/// - Source: TA-Lib's `TSI`, https://ta-lib.org/functions/tsi/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `first + second`.
/// - Residue of the seed: as of ``EMA`` over the longer period.
/// - Flat series: 0 while there was no change at all; afterwards a flat stretch leaves it where it is, but for rounding.
public struct TSI: SeriesIndicator {
  private var changes: Smoothing
  private var sizes: Smoothing
  private var last: Double?
  public let warmUp: Int

  /// Both periods are 2 or above.
  public init(first: Int, second: Int) {
    changes = Smoothing(first: EMA(period: first), second: EMA(period: second))
    sizes = changes
    warmUp = first + second
  }

  @inline(__always)
  public mutating func update(_ value: Double) -> Double? {
    let before = last
    last = value
    guard let before else { return nil }
    let change = value - before
    let (smooth, size) = (changes.update(change), sizes.update(change.magnitude))
    guard let smooth, let size else { return nil }
    return size > 0 ? 100 * smooth / size : 0
  }

  private struct Smoothing: Sendable {
    var first: EMA
    var second: EMA

    @inline(__always)
    mutating func update(_ value: Double) -> Double? {
      guard let once = first.update(value) else { return nil }
      return second.update(once)
    }
  }
}
