// SPDX-License-Identifier: Apache-2.0

/// The middle of a candle's range.
///
/// - Formula: `(high + low) / 2`.
/// - Source: TA-Lib's `MEDPRICE`, https://ta-lib.org/functions/medprice/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: candle number 1. No candle leaves anything behind.
/// - Flat series: the price itself, but for rounding.
public struct MedianPrice: CandleIndicator {
  /// The price of one candle after the other.
  public init() {}

  /// One candle.
  public var warmUp: Int { 1 }

  /// The price of the next candle.
  public mutating func update(_ bar: Bar) -> Double? { Self.of(bar) }

  /// The price of a candle.
  public static func of(_ bar: Bar) -> Double { (bar.high + bar.low) / 2 }
}
