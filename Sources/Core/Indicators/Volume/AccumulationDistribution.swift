// SPDX-License-Identifier: Apache-2.0

/// Accumulation and distribution: all volume, each candle's weighed by where in its range it closed; in the base asset.
///
/// - Formula: the sum of ``flow(of:)`` over all candles.
/// - Author: Marc Chaikin.
/// - Source: TA-Lib's `AD`, https://ta-lib.org/functions/ad/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number 1.
/// - Residue of the seed: all of it stays, so only changes mean something, not the value itself.
/// - Flat series: it stays where it is.
public struct AccumulationDistribution: CandleIndicator {
  private var sum = 0.0

  /// A sum that begins with the next candle.
  public init() {}

  /// One candle.
  public var warmUp: Int { 1 }

  /// Takes the next candle in; the sum after it.
  public mutating func update(_ bar: Bar) -> Double? {
    sum += Self.flow(of: bar)
    return sum
  }

  /// A candle's volume, weighed from -1 where it closed at its low to 1 where it closed at its high:
  /// `((close - low) - (high - close)) / (high - low) × volume`; 0 where it has no range.
  public static func flow(of bar: Bar) -> Double {
    let range = bar.high - bar.low
    return range > 0 ? ((bar.close - bar.low) - (bar.high - bar.close)) / range * bar.volume : 0
  }
}
