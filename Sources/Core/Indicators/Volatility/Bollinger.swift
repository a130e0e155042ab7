// SPDX-License-Identifier: Apache-2.0

/// Bollinger bands: the mean of the last values, lines some standard deviations below and above it, and where the value
/// stands between them.
///
/// - Formula: `middle` is the plain mean over `period` values, the bands are `middle ± deviations × σ` with the standard
///   deviation σ of the same values as a whole population; `percent_b = (x - lower) / (upper - lower)`, 0 at the lower
///   band and 1 at the upper one, 0.5 where the bands don't differ; `width = (upper - lower) / middle`, 0 where the middle
///   is 0.
/// - Author: John Bollinger, about 1983; Bollinger on Bollinger Bands, 2001.
/// - Source: TA-Lib's `BBANDS`, https://ta-lib.org/functions/bbands/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `period`. There is no residue.
/// - Flat series: all lines are the price itself, but for rounding; percent_b is 0.5 and width 0.
public struct Bollinger: SeriesIndicator {
  private let deviations: Double
  private var moments: RollingMoments
  public let warmUp: Int

  /// Bands over a period of 2 or above, at a distance of 0 or more standard deviations.
  public init(period: Int, deviations: Double) {
    precondition(period >= 2, "the period of Bollinger bands is 2 or above")
    self.deviations = deviations
    moments = RollingMoments(count: period)
    warmUp = period
  }

  public mutating func update(_ value: Double) -> Lines? {
    moments.push(value)
    guard moments.isFull else { return nil }
    let (middle, distance) = (moments.mean, moments.variance.squareRoot() * deviations)
    return Lines(value: value, lower: middle - distance, middle: middle, upper: middle + distance)
  }

  /// The bands and the value's place between them.
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// The lower band, in the value's unit.
    public let lower: Double
    /// The mean, in the value's unit.
    public let middle: Double
    /// The upper band, in the value's unit.
    public let upper: Double
    /// Where the value stands: 0 at the lower band, 1 at the upper one.
    public let percentB: Double
    /// How far the bands are apart, as a part of the mean.
    public let width: Double

    init(value: Double, lower: Double, middle: Double, upper: Double) {
      (self.lower, self.middle, self.upper) = (lower, middle, upper)
      percentB = upper > lower ? (value - lower) / (upper - lower) : 0.5
      width = middle == 0 ? 0 : (upper - lower) / middle
    }

    public static let names = ["lower", "middle", "upper", "percent_b", "width"]

    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = lower
      place[stride] = middle
      place[2 * stride] = upper
      place[3 * stride] = percentB
      place[4 * stride] = width
    }
  }
}
