// SPDX-License-Identifier: Apache-2.0

/// The lowest of the last values.
///
/// - Formula: the smallest of the last `period` values, the newest included.
/// - Source: TA-Lib's `MIN`, https://ta-lib.org/functions/min/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period`. What came before leaves nothing behind.
/// - Flat series: the price itself.
public struct Lowest: SeriesIndicator {
  private var extreme: MonotonicExtreme

  /// One of a period of 1 value or more.
  public init(period: Int) { extreme = MonotonicExtreme(.lowest, of: period) }

  /// The period: the first one is defined at its last value.
  public var warmUp: Int { extreme.count }

  /// Takes the next value in; the lowest after it, or nil during warm-up.
  public mutating func update(_ value: Double) -> Double? {
    let result = extreme.push(value)
    return extreme.isFull ? result : nil
  }
}
