// SPDX-License-Identifier: Apache-2.0

/// Momentum: by how much a value differs from the one `period` values before, in its own unit.
///
/// - Formula: `x - x[period]`.
/// - Source: TA-Lib's `MOM`, https://ta-lib.org/functions/mom/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct MOM: SeriesIndicator, WindowedIndicator {
  /// The last values.
  public var memory: [Double]
  private var delay: DelayRing
  public let warmUp: Int

  /// A momentum over a period of 1 or above.
  public init(period: Int) {
    delay = DelayRing(count: period)
    memory = Array(repeating: 0, count: period)
    warmUp = period + 1
  }

  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let isDefined = delay.isFull
    let old = delay.push(value, memory)
    guard isDefined else { return nil }
    return value - old
  }
}
