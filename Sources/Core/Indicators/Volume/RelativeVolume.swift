// SPDX-License-Identifier: Apache-2.0

/// Relative volume: how many times the usual volume was traded in a candle; 1 is as usual.
///
/// - Formula: the volume divided by the plain mean of the volumes of the `period` candles before.
/// - Source: TA-Lib's `RVOL`, https://ta-lib.org/functions/rvol/; equal to it but for the rounding of the last digits,
///   and where nothing was traded in the candles before: TA-Lib's is infinite or undefined there, this is 0.
/// - Warm-up and first defined value: candle number `period + 1`. What came before leaves nothing behind.
/// - Flat series: it knows no prices.
public struct RelativeVolume: CandleIndicator, WindowedIndicator {
  /// Of how many candles the usual volume is made; 1 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private var volumes: SumRing

  /// A ratio to a period of 1 or above.
  public init(period: Int = 20) {
    precondition(period >= 1, "a relative volume's period is 1 or above")
    self.period = period
    volumes = SumRing(count: period)
    memory = Array(repeating: 0, count: period)
  }

  /// The period and one more: a candle doesn't count for its own usual volume.
  public var warmUp: Int { period + 1 }

  /// Takes the next candle in; the ratio, 0 or above, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let usual = volumes.isFull ? volumes.value / Double(period) : nil
    volumes.push(bar.volume, memory)
    return usual.map { $0 > 0 ? bar.volume / $0 : 0 }
  }
}
