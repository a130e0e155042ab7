// SPDX-License-Identifier: Apache-2.0

/// Correlation of two series over the last values, -1 to 1: 1 where they move alike, -1 where one is the other's
/// mirror.
///
/// - Formula: the covariance divided by the product of the standard deviations.
/// - Author: Karl Pearson.
/// - Source: TA-Lib's `CORREL`, https://ta-lib.org/functions/correl/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: pair number `period`. What came before leaves nothing behind.
/// - Flat series: 0 where either is flat.
public struct Correlation: PairIndicator, WindowedIndicator {
  /// Over how many pairs it goes; 2 or above.
  public let period: Int

  /// The last pairs.
  public var memory: [Double]

  private var moments: ComomentsRing

  /// A correlation over a period of 2 or above.
  public init(period: Int) {
    precondition(period >= 2, "a correlation's period is 2 or above")
    self.period = period
    moments = ComomentsRing(count: period)
    memory = ComomentsRing.memory(for: period)
  }

  /// The period: the first value is defined at its last pair.
  public var warmUp: Int { period }

  /// Takes the next pair in; the correlation after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ input: (Double, Double), _ memory: UnsafeMutablePointer<Double>) -> Double? {
    moments.push(SIMD2(input.0, input.1), memory)
    guard moments.isFull else { return nil }
    let scale = moments.variances.x.squareRoot() * moments.variances.y.squareRoot()
    return scale > 0 ? min(max(moments.covariance / scale, -1), 1) : 0
  }
}
