// SPDX-License-Identifier: Apache-2.0

/// Percent rank: how many of the values before lie below the newest, in percent of them.
///
/// - Formula: the number of the `period` values before that are smaller, divided by the period, times 100.
/// - Source: TA-Lib's `PERCENTRANK`, https://ta-lib.org/functions/percentrank/; equal to it but for the rounding of the
///   last digits.
/// - Warm-up and first defined value: value number `period + 1`. What came before leaves nothing behind.
/// - Flat series: 0.
/// - Cost: a comparison with each of the values before, because no order of them outlives the next value for long.
public struct PercentRank: SeriesIndicator, WindowedIndicator {
  /// With how many values before it the newest is compared; 1 or above.
  public let period: Int
  /// The last values.
  public var memory: [Double]

  private var place: RingPlace

  /// A rank among a period of 1 value or more.
  public init(period: Int) {
    precondition(period >= 1, "a percent rank's period is 1 or above")
    self.period = period
    place = RingPlace(count: period)
    memory = Array(repeating: 0, count: period)
  }

  /// The period and one more: the newest value is compared with those before it.
  public var warmUp: Int { period + 1 }

  /// Takes the next value in; its rank, 0 to 100, or nil during warm-up.
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let rank = place.isFull ? Double(countBelow(value, memory)) / Double(period) * 100 : nil
    memory[place.index] = value
    _ = place.advance()
    return rank
  }

  private func countBelow(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Int {
    // Without a branch, and without checks that it can't need, this compares several at a time.
    var (count, index) = (0, 0)
    while index < period {
      count &+= memory[index] < value ? 1 : 0
      index &+= 1
    }
    return count
  }
}
