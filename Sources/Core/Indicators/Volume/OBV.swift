// SPDX-License-Identifier: Apache-2.0

/// On-balance volume: all volume of candles that closed higher, less all of those that closed lower; in the base asset.
///
/// - Formula: it grows by the volume where the close is above the last one, falls by it where it is below, and stays
///   where they are equal; it begins with the first candle's volume.
/// - Author: Joseph E. Granville, Granville's New Key to Stock Market Profits, 1963.
/// - Source: TA-Lib's `OBV`, https://ta-lib.org/functions/obv/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number 1.
/// - Residue of the seed: all of it stays, so only changes mean something, not the value itself.
/// - Flat series: it stays where it is.
public struct OBV: CandleIndicator {
  private var lastClose: Double?
  private var balance = 0.0

  /// A balance that begins with the next candle.
  public init() {}

  /// One candle.
  public var warmUp: Int { 1 }

  /// Takes the next candle in; the balance after it.
  public mutating func update(_ bar: Bar) -> Double? {
    let last = lastClose ?? -.infinity
    lastClose = bar.close
    if bar.close > last { balance += bar.volume } else if bar.close < last { balance -= bar.volume }
    return balance
  }
}
