// SPDX-License-Identifier: Apache-2.0

/// Percent rank: how many of the values before lie below the newest, in percent of them.
///
/// - Formula: the number of the `period` values before that are smaller, divided by the period, times 100.
/// - Source: TA-Lib's `PERCENTRANK`, https://ta-lib.org/functions/percentrank/; equal to it but for the rounding of the
///   last digits.
/// - Warm-up and first defined value: value number `period + 1`. What came before leaves nothing behind.
/// - Flat series: 0.
/// - Cost: a comparison with each of the values before, because no order of them outlives the next value for long.
public struct PercentRank: LookbackIndicator {
  /// The value and those before it.
  public var recent: RecentValues

  private let period: Int

  /// A rank among a period of 1 value or more.
  public init(period: Int) {
    precondition(period >= 1, "a percent rank's period is 1 or above")
    self.period = period
    recent = RecentValues(count: period + 1)
  }

  /// The rank of the newest value, 0 to 100.
  public func result(_ newest: UnsafePointer<Double>) -> Double {
    let oldest = newest - period
    // Without a branch, and without a check that can't fail, several are compared at a time.
    var (below, index) = (0, 0)
    while index < period {
      below &+= oldest[index] < newest.pointee ? 1 : 0
      index &+= 1
    }
    return Double(below) / Double(period) * 100
  }
}
