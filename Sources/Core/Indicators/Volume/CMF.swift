// SPDX-License-Identifier: Apache-2.0

/// Chaikin's money flow: the volume over the period, each candle's weighed by where in its range it closed, as a share
/// of all volume; -1 to 1.
///
/// - Formula: the sum of ``AccumulationDistribution/flow(of:)`` over the period, divided by that of the volumes.
/// - Author: Marc Chaikin.
/// - Source: TA-Lib's `CMF`, https://ta-lib.org/functions/cmf/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period`. What came before leaves nothing behind.
/// - Flat series: 0, as it is where nothing was traded over the period.
public struct CMF: CandleIndicator {
  /// Over how many candles it goes; 1 or above.
  public let period: Int

  private var flow: RollingSum
  private var volume: RollingSum

  /// A flow over a period of 1 or above.
  public init(period: Int = 20) {
    precondition(period >= 1, "a CMF's period is 1 or above")
    self.period = period
    flow = RollingSum(count: period)
    volume = RollingSum(count: period)
  }

  /// The period: the first value is defined at its last candle.
  public var warmUp: Int { period }

  /// Takes the next candle in; the flow after it, -1 to 1, or nil during warm-up.
  public mutating func update(_ bar: Bar) -> Double? {
    flow.push(AccumulationDistribution.flow(of: bar))
    volume.push(bar.volume)
    guard volume.isFull else { return nil }
    return volume.value > 0 ? flow.value / volume.value : 0
  }
}
