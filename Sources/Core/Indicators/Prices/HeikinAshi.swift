// SPDX-License-Identifier: Apache-2.0

/// Heikin-Ashi candles: smoothed ones, whose colour changes less often than the price's direction.
///
/// - Formula: the close is the mean of the candle's four prices, the open the middle between the last Heikin-Ashi open
///   and close, high and low the outermost of the candle's own and those two. The first open is the middle between the
///   candle's open and close.
/// - Author: Munehisa Homma by tradition; Dan Valcu, Using the Heikin-Ashi Technique, Stocks & Commodities,
///   February 2004.
/// - Source: TA-Lib's `HA`, https://ta-lib.org/functions/ha/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number 1.
/// - Residue of the seed: it halves with each candle; after 20, less than 10⁻⁶ of it is left.
/// - Flat series: all four are the price itself, but for rounding.
public struct HeikinAshi: CandleIndicator {
  private var last: (open: Double, close: Double)?

  /// Candles that begin with the next one.
  public init() {}

  /// One candle.
  public var warmUp: Int { 1 }

  /// Takes the next candle in; its Heikin-Ashi candle.
  public mutating func update(_ bar: Bar) -> Candle? {
    let open = last.map { ($0.open + $0.close) / 2 } ?? (bar.open + bar.close) / 2
    let close = (bar.open + bar.high + bar.low + bar.close) / 4
    last = (open, close)
    return Candle(open: open, high: max(bar.high, open, close), low: min(bar.low, open, close), close: close)
  }
}

extension HeikinAshi {
  /// A smoothed candle, in the price's unit.
  public struct Candle: IndicatorOutput, Hashable, Sendable {
    /// Where it begins.
    public let open: Double
    /// Its highest price.
    public let high: Double
    /// Its lowest price.
    public let low: Double
    /// Where it ends.
    public let close: Double

    /// `open`, `high`, `low`, `close`.
    public static let names = ["open", "high", "low", "close"]

    /// Writes the numbers in the order of their names.
    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = open
      place[stride] = high
      place[2 * stride] = low
      place[3 * stride] = close
    }
  }
}
