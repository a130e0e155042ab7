// SPDX-License-Identifier: Apache-2.0

/// How far a price went in one candle, the jump from the close before included; in the price's unit.
///
/// - Formula: the largest of high - low, |high - last close| and |low - last close|.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `TRANGE`, https://ta-lib.org/functions/trange/; equal to it to the last bit.
/// - Warm-up and first defined value: candle number 2. There is no residue.
/// - Flat series: 0.
public struct TrueRange: CandleIndicator {
  private var lastClose: Double?

  /// A range that has no parameters.
  public init() {}

  public var warmUp: Int { 2 }

  @inline(__always)
  public mutating func update(_ bar: Bar) -> Double? {
    let last = lastClose
    lastClose = bar.close
    return last.map { Self.of(high: bar.high, low: bar.low, lastClose: $0) }
  }

  /// The true range of a candle after a close; in the price's unit, 0 or above.
  @inlinable
  @inline(__always)
  public static func of(high: Double, low: Double, lastClose: Double) -> Double {
    let (range, rise, fall) = (high - low, (high - lastClose).magnitude, (low - lastClose).magnitude)
    let jump = rise > fall ? rise : fall
    return range > jump ? range : jump
  }
}
