// SPDX-License-Identifier: Apache-2.0

/// Balance of power: which part of a candle's range its body takes, and in which direction; -1 to 1.
///
/// - Formula: `(close - open) / (high - low)`; 0 where high and low don't differ.
/// - Author: Igor Livshin, Technical Analysis of Stocks & Commodities, August 2001.
/// - Source: TA-Lib's `BOP`, https://ta-lib.org/functions/bop/; equal to it to the last bit.
/// - Warm-up and first defined value: the first candle. There is no residue.
/// - Flat series: 0.
public struct BOP: CandleIndicator {
  /// An indicator that has no parameters.
  public init() {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar) -> Double? {
    let range = bar.high - bar.low
    return range > 0 ? (bar.close - bar.open) / range : 0
  }
}
