// SPDX-License-Identifier: Apache-2.0

/// A candle's typical price: the mean of its high, low and close.
///
/// - Formula: `(high + low + close) / 3`.
/// - Source: TA-Lib's `TYPPRICE`, https://ta-lib.org/functions/typprice/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: candle number 1. No candle leaves anything behind.
/// - Flat series: the price itself, but for rounding.
public struct TypicalPrice: CandleIndicator {
  /// The price of one candle after the other.
  public init() {}

  /// One candle.
  public var warmUp: Int { 1 }

  /// The price of the next candle.
  public mutating func update(_ bar: Bar) -> Double? { Self.of(bar) }

  /// The price of a candle.
  public static func of(_ bar: Bar) -> Double { (bar.high + bar.low + bar.close) / 3 }
}
