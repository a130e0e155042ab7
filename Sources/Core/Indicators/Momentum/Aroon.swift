// SPDX-License-Identifier: Apache-2.0

/// Aroon: how long ago the highest high and the lowest low were; 100 now, 0 `period` candles ago.
///
/// - Formula: `100 × (period - age) / period`, where the age is that of the highest high or lowest low of the last
///   `period + 1` candles; of equal ones the latest counts.
/// - Author: Tushar Chande, Technical Analysis of Stocks & Commodities, September 1995.
/// - Source: TA-Lib's `AROON`, https://ta-lib.org/functions/aroon/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period + 1`. There is no residue.
/// - Flat series: both 100.
public struct Aroon: CandleIndicator, WindowedIndicator {
  /// The last highs, then the last lows.
  public var memory: [Double]
  /// How many candles are looked back; 2 or above.
  public let period: Int
  private var highest: ExtremeAgeRing
  /// The highest of the opposites.
  private var lowest: ExtremeAgeRing
  private let factor: Double

  /// An indicator over a period of 2 or above.
  public init(period: Int) {
    self.period = period
    highest = ExtremeAgeRing(count: period + 1)
    lowest = highest
    memory = ExtremeAgeRing.memory(for: 2 * (period + 1))
    factor = 100 / Double(period)
  }

  public var warmUp: Int { period + 1 }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Lines? {
    let highAge = highest.push(bar.high, memory)
    let lowAge = lowest.push(-bar.low, memory + 2 * (period + 1))
    guard highest.isFull else { return nil }
    return Lines(up: factor * (Double(period) - highAge), down: factor * (Double(period) - lowAge))
  }

  /// Both lines, each 0 to 100.
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// How lately the highest high came.
    public let up: Double
    /// How lately the lowest low came.
    public let down: Double

    public static let names = ["up", "down"]

    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = up
      place[stride] = down
    }
  }
}
