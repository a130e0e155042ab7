// SPDX-License-Identifier: Apache-2.0

/// How many values ago the lowest of the last values came, 0 if it is the newest.
///
/// - Formula: the age of the smallest of the last `period` values; of equal ones the latest counts.
/// - Source: TA-Lib's `MININDEX`, https://ta-lib.org/functions/minindex/; that counts rows from
///   the beginning, and of equal values means now the first, now the latest.
/// - Warm-up and first defined value: value number `period`. What came before leaves nothing behind.
/// - Flat series: 0.
public struct LowestIndex: SeriesIndicator {
  private var extreme: MonotonicExtreme

  /// One of a period of 1 value or more.
  public init(period: Int) { extreme = MonotonicExtreme(.lowest, of: period) }

  /// The period: the first one is defined at its last value.
  public var warmUp: Int { extreme.count }

  /// Takes the next value in; the age after it, or nil during warm-up.
  public mutating func update(_ value: Double) -> Double? {
    extreme.push(value)
    return extreme.isFull ? extreme.age.map(Double.init) : nil
  }
}
