// SPDX-License-Identifier: Apache-2.0

/// Rate of change: by how many per cent a value differs from the one `period` values before.
///
/// - Formula: `100 × (x / x[period] - 1)`; 0 where the older value is 0.
/// - Source: TA-Lib's `ROC`, https://ta-lib.org/functions/roc/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct ROC: LookbackIndicator {
  /// The last values.
  public var recent: RecentValues

  /// A rate of change over a period of 1 or above.
  public init(period: Int) { recent = RecentValues(count: period + 1) }

  /// By how many per cent the newest value differs from the oldest.
  @inline(__always)
  public func result(_ newest: UnsafePointer<Double>) -> Double {
    let oldest = newest[1 - recent.count]
    return oldest == 0 ? 0 : (newest[0] / oldest - 1) * 100
  }
}
