// SPDX-License-Identifier: Apache-2.0

/// Supertrend: a stop some average true ranges away from the price, that follows a trend and turns when the close
/// crosses it.
///
/// - Formula: around m = (high + low) / 2 lie an upper and a lower band, `m ± multiplier × ATR(period)`. The upper one
///   only falls, the lower one only rises, until the close before was beyond it. In a rise the line is the lower band,
///   in a fall the upper one; a rise ends with a close below the lower band, a fall with one above the upper band. It
///   begins with a rise.
/// - Author: Olivier Seban, 2009.
/// - Source: TA-Lib's `SUPERTREND`, https://ta-lib.org/functions/supertrend/; equal to it but for the rounding of the
///   last digits.
/// - Warm-up and first defined value: candle number `period + 1`.
/// - Residue of the seed: as of ``ATR``.
/// - Flat series: the price itself.
public struct Supertrend: CandleIndicator {
  private let multiplier: Double
  private var range: ATR
  private var bands: (upper: Double, lower: Double)?
  private var lastClose = 0.0
  private var isRise = true

  /// A line over a period of 2 or above, at a distance of 0 or more average ranges.
  public init(period: Int, multiplier: Double) {
    range = ATR(period: period)
    self.multiplier = multiplier
  }

  public var warmUp: Int { range.warmUp }

  @inline(__always)
  public mutating func update(_ bar: Bar) -> Lines? {
    guard let average = range.update(bar) else { return nil }
    let middle = (bar.high + bar.low) / 2
    var (upper, lower) = (middle + multiplier * average, middle - multiplier * average)
    if let bands {
      if upper >= bands.upper, lastClose <= bands.upper { upper = bands.upper }
      if lower <= bands.lower, lastClose >= bands.lower { lower = bands.lower }
      isRise = isRise ? bar.close >= lower : bar.close > upper
    }
    bands = (upper, lower)
    lastClose = bar.close
    return Lines(supertrend: isRise ? lower : upper, direction: isRise ? 1 : -1)
  }

  /// The line and where it says that the price goes.
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// The line, a price.
    public let supertrend: Double
    /// 1 in a rise, -1 in a fall.
    public let direction: Double

    public static let names = ["supertrend", "direction"]

    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = supertrend
      place[stride] = direction
    }
  }
}
