// SPDX-License-Identifier: Apache-2.0

/// Volume-weighted average price since a moment: what was paid on average since something happened.
///
/// - Formula: the sum of ``TypicalPrice`` times volume over all candles that begin at the anchor or later, divided by
///   that of the volumes.
/// - Author: Brian Shannon, Maximum Trading Gains with Anchored VWAP, 2023.
/// - Source: TA-Lib's `VWAP`, https://ta-lib.org/functions/vwap/, of the candles from the anchor on; equal to it but
///   for the rounding of the last digits, and for the time before anything was traded: TA-Lib's is 0 there, this is the
///   candle's typical price.
/// - Warm-up and first defined value: the first candle that begins at the anchor or later; undefined before. Where the
///   candles begin later than the anchor, the average is that since the first of them.
/// - Flat series: the price itself, but for rounding.
public struct AnchoredVWAP: CandleIndicator {
  /// Since when is averaged, in milliseconds since 1970 in UTC.
  public let anchor: Int64

  private var average = VolumeWeightedPrice()

  /// An average since a moment, in milliseconds since 1970 in UTC.
  public init(anchor: Int64) { self.anchor = anchor }

  /// One candle, from the anchor on.
  public var warmUp: Int { 1 }

  /// Takes the next candle in; the average after it, or nil before the anchor.
  public mutating func update(_ bar: Bar) -> Double? { bar.openTime < anchor ? nil : average.update(bar) }
}
