// SPDX-License-Identifier: Apache-2.0

/// Momentum: by how much a value differs from the one `period` values before, in its own unit.
///
/// - Formula: `x - x[period]`.
/// - Source: TA-Lib's `MOM`, https://ta-lib.org/functions/mom/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct MOM: LookbackIndicator {
  /// The last values.
  public var recent: RecentValues

  /// A momentum over a period of 1 or above.
  public init(period: Int) { recent = RecentValues(count: period + 1) }

  /// The newest value's difference from the oldest.
  @inline(__always)
  public func result(_ newest: UnsafePointer<Double>) -> Double { newest[0] - newest[1 - recent.count] }
}
