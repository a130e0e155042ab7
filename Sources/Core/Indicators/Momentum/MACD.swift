// SPDX-License-Identifier: Apache-2.0

/// Moving average convergence and divergence: how far a fast average is from a slow one, a smoothed line of that, and
/// their difference; all in the price's unit.
///
/// - Formula: `macd = EMA(fast) - EMA(slow)`, `signal = EMA(signal)` of it, `histogram = macd - signal`. The fast
///   average's seed ends with the same value as the slow one's.
/// - Author: Gerald Appel, about 1979; the histogram by Thomas Aspray, 1986.
/// - Source: TA-Lib's `MACD`, https://ta-lib.org/functions/macd/, with its start-up; equal to it but for the rounding of
///   the last digits.
/// - Warm-up and first defined value: value number `slow + signal - 1`.
/// - Residue of the seed: as of ``EMA`` over the slow period.
/// - Flat series: 0, but for the rounding of the means.
public struct MACD: SeriesIndicator {
  private var averages: TwinEMA
  private var smoothing: EMA

  /// Periods of 2 or above, the fast one below the slow one.
  public init(fast: Int, slow: Int, signal: Int) {
    averages = TwinEMA(fast: fast, slow: slow)
    smoothing = EMA(period: signal)
  }

  public var warmUp: Int { averages.warmUp + smoothing.period - 1 }

  public mutating func update(_ value: Double) -> Lines? {
    guard let (fast, slow) = averages.update(value) else { return nil }
    let line = fast - slow
    return smoothing.update(line).map { Lines(macd: line, signal: $0) }
  }

  /// The line, its average and their difference, in the price's unit.
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// The fast average less the slow one.
    public let macd: Double
    /// The average of the line.
    public let signal: Double

    /// The line less its average.
    public var histogram: Double { macd - signal }

    public static let names = ["macd", "signal", "histogram"]

    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = macd
      place[stride] = signal
      place[2 * stride] = histogram
    }
  }
}
