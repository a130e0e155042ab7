// SPDX-License-Identifier: Apache-2.0

/// Ultimate oscillator: how much of the true ranges of three periods was bought; 0 to 100.
///
/// - Formula: a candle's buying pressure is its close less the lower of its low and the close before; each period's
///   share is the sum of pressures over the sum of ``TrueRange``, 0 where that is 0;
///   `100 × (4 × shortest + 2 × middle + longest) / 7`.
/// - Author: Larry Williams, Technical Analysis of Stocks & Commodities, April 1985.
/// - Source: TA-Lib's `ULTOSC`, https://ta-lib.org/functions/ultosc/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: candle number `longest period + 1`. There is no residue.
/// - Flat series: 0.
public struct UltimateOscillator: CandleIndicator {
  private var shares: (short: Share, middle: Share, long: Share)
  private var lastClose: Double?
  public let warmUp: Int

  /// Three periods of 1 or above, in any order.
  public init(periods first: Int, _ second: Int, _ third: Int) {
    let sorted = [first, second, third].sorted()
    shares = (Share(period: sorted[0]), Share(period: sorted[1]), Share(period: sorted[2]))
    warmUp = sorted[2] + 1
  }

  public mutating func update(_ bar: Bar) -> Double? {
    guard let last = lastClose else {
      lastClose = bar.close
      return nil
    }
    lastClose = bar.close
    let pressure = bar.close - min(bar.low, last)
    let range = TrueRange.of(high: bar.high, low: bar.low, lastClose: last)
    let short = shares.short.update(pressure, range)
    let middle = shares.middle.update(pressure, range)
    guard let long = shares.long.update(pressure, range), let short, let middle else { return nil }
    return 100 * ((4 * short + 2 * middle + long) / 7)
  }

  /// Which share of the true ranges of a period was bought; 0 to 1.
  private struct Share: Sendable {
    var bought: PositiveSum
    var ranges: PositiveSum

    init(period: Int) {
      bought = PositiveSum(count: period)
      ranges = PositiveSum(count: period)
    }

    mutating func update(_ pressure: Double, _ range: Double) -> Double? {
      bought.push(pressure)
      ranges.push(range)
      guard ranges.isFull else { return nil }
      return ranges.value == 0 ? 0 : bought.value / ranges.value
    }
  }
}
