// SPDX-License-Identifier: Apache-2.0
import Glibc  // pure-ok: the arc tangent of the slope

/// The angle of the straight line through the last values, in degrees, -90 to 90; it depends on the values' unit.
///
/// - Formula: the arc tangent of the slope of the line with the smallest squares of distances.
/// - Source: TA-Lib's `LINEARREG_ANGLE`, https://ta-lib.org/functions/linearreg_angle/; equal to it but for the
///   rounding of the last digits.
/// - Warm-up and first defined value: value number `period`. What came before leaves nothing behind.
/// - Flat series: 0, but for rounding.
public struct LinearRegressionAngle: SeriesIndicator, WindowedIndicator {
  /// The last values.
  public var memory: [Double]

  private var line: RegressionLine

  /// A line through a period of 2 values or more.
  public init(period: Int) {
    line = RegressionLine(period: period)
    memory = Array(repeating: 0, count: period)
  }

  /// The period: the first line is defined at its last value.
  public var warmUp: Int { line.period }

  /// Takes the next value in; the angle after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    line.push(value, memory) ? atan(line.slope) * (180 / .pi) : nil
  }
}
