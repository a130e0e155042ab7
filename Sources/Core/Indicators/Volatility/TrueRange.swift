// SPDX-License-Identifier: Apache-2.0

/// How far a price went in one candle, the jump from the close before included.
///
/// - Formula: the largest of high - low, |high - last close| and |low - last close|.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `TRANGE`, https://ta-lib.org/functions/trange/; equal to it to the last bit.
public enum TrueRange {
  /// The true range of a candle after a close; in the price's unit, 0 or above.
  @inlinable
  public static func of(high: Double, low: Double, lastClose: Double) -> Double {
    max(high - low, (high - lastClose).magnitude, (low - lastClose).magnitude)
  }
}
