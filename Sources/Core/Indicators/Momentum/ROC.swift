// SPDX-License-Identifier: Apache-2.0

/// Rate of change: by how many per cent a value differs from the one `period` values before.
///
/// - Formula: `100 × (x / x[period] - 1)`; 0 where the older value is 0.
/// - Source: TA-Lib's `ROC`, https://ta-lib.org/functions/roc/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct ROC: SeriesIndicator, WindowedIndicator {
  /// The last values.
  public var memory: [Double]
  private var delay: DelayRing
  public let warmUp: Int

  /// A rate of change over a period of 1 or above.
  public init(period: Int) {
    delay = DelayRing(count: period)
    memory = Array(repeating: 0, count: period)
    warmUp = period + 1
  }

  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let isDefined = delay.isFull
    let old = delay.push(value, memory)
    guard isDefined else { return nil }
    return old == 0 ? 0 : (value / old - 1) * 100
  }
}
