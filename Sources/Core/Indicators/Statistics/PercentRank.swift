// SPDX-License-Identifier: Apache-2.0

/// Percent rank: how many of the values before lie below the newest, in percent of them.
///
/// - Formula: the number of the `period` values before that are smaller, divided by the period, times 100.
/// - Source: TA-Lib's `PERCENTRANK`, https://ta-lib.org/functions/percentrank/; equal to it but for the rounding of the
///   last digits.
/// - Warm-up and first defined value: value number `period + 1`. What came before leaves nothing behind.
/// - Flat series: 0.
/// - Cost: a binary search, and a move of the values between where one comes in and where one goes.
public struct PercentRank: SeriesIndicator {
  /// With how many values before it the newest is compared; 1 or above.
  public let period: Int

  private var values: Window<Double>
  private var sorted: [Double] = []

  /// A rank among a period of 1 value or more.
  public init(period: Int) {
    precondition(period >= 1, "a percent rank's period is 1 or above")
    self.period = period
    values = Window(capacity: period)
    sorted.reserveCapacity(period + 1)
  }

  /// The period and one more: the newest value is compared with those before it.
  public var warmUp: Int { period + 1 }

  /// Takes the next value in; its rank, 0 to 100, or nil during warm-up.
  public mutating func update(_ value: Double) -> Double? {
    let below = countBelow(value)
    guard let old = values.push(value) else {
      sorted.insert(value, at: below)
      return nil
    }
    replace(old, with: value, below: below)
    return Double(below) / Double(period) * 100
  }

  /// How many of the sorted values are smaller.
  private func countBelow(_ value: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Takes a value out and puts one in, so that the values stay sorted.
  private mutating func replace(_ old: Double, with value: Double, below: Int) {
    var place = countBelow(old)
    while place + 1 < below {
      sorted[place] = sorted[place + 1]
      place += 1
    }
    while place > below {
      sorted[place] = sorted[place - 1]
      place -= 1
    }
    sorted[place] = value
  }
}
