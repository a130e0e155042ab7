// SPDX-License-Identifier: Apache-2.0

/// The lowest of the last values.
///
/// - Formula: the smallest of the last `period` values, the newest included.
/// - Source: TA-Lib's `MIN`, https://ta-lib.org/functions/min/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period`. What came before leaves nothing behind.
/// - Flat series: the price itself.
public struct Lowest: SeriesIndicator, WindowedIndicator {
  /// Over how many values is looked; 1 or above.
  public let period: Int
  /// The last values.
  public var memory: [Double]

  private var extreme: ExtremeRing

  /// One of a period of 1 value or more.
  public init(period: Int) {
    self.period = period
    extreme = ExtremeRing(count: period)
    memory = ExtremeRing.memory(for: period)
  }

  /// The period: the first one is defined at its last value.
  public var warmUp: Int { period }

  /// Takes the next value in; the lowest after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let result = -extreme.push(-value, memory)
    return extreme.isFull ? result : nil
  }
}
