// SPDX-License-Identifier: Apache-2.0

/// Chaikin's money flow: the volume over the period, each candle's weighed by where in its range it closed, as a share
/// of all volume; -1 to 1.
///
/// - Formula: the sum of ``AccumulationDistribution/flow(of:)`` over the period, divided by that of the volumes.
/// - Author: Marc Chaikin.
/// - Source: TA-Lib's `CMF`, https://ta-lib.org/functions/cmf/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period`. What came before leaves nothing behind.
/// - Flat series: 0, as it is where nothing was traded over the period.
public struct CMF: CandleIndicator, WindowedIndicator {
  /// Over how many candles it goes; 1 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  /// Of flow and volume.
  private var sums: PairSumRing

  /// A flow over a period of 1 or above.
  public init(period: Int = 20) {
    precondition(period >= 1, "a CMF's period is 1 or above")
    self.period = period
    sums = PairSumRing(count: period)
    memory = PairSumRing.memory(for: period)
  }

  /// The period: the first value is defined at its last candle.
  public var warmUp: Int { period }

  /// Takes the next candle in; the flow after it, -1 to 1, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    sums.push(SIMD2(AccumulationDistribution.flow(of: bar), bar.volume), memory)
    guard sums.isFull else { return nil }
    return sums.value.y > 0 ? sums.value.x / sums.value.y : 0
  }
}
