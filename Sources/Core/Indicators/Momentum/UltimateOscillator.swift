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
public struct UltimateOscillator: CandleIndicator, WindowedIndicator {
  /// The last buying pressures and true ranges, once for each period.
  public var memory: [Double]
  private var short: Share
  private var middle: Share
  private var long: Share
  private var range = TrueRange()
  private var lastClose = 0.0
  public let warmUp: Int

  /// Three periods of 1 or above, in any order.
  public init(periods first: Int, _ second: Int, _ third: Int) {
    let periods = [first, second, third].sorted()
    short = Share(period: periods[0], at: 0)
    middle = Share(period: periods[1], at: 2 * periods[0])
    long = Share(period: periods[2], at: 2 * (periods[0] + periods[1]))
    memory = Array(repeating: 0, count: 2 * periods.reduce(0, +))
    warmUp = periods[2] + 1
  }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let last = lastClose
    lastClose = bar.close
    guard let width = range.update(bar) else { return nil }
    let bought = bar.close - (bar.low < last ? bar.low : last)
    short.push(bought: bought, range: width, memory)
    middle.push(bought: bought, range: width, memory)
    long.push(bought: bought, range: width, memory)
    return long.isFull ? (4 * short.value + 2 * middle.value + long.value) * (100 / 7) : nil
  }

  /// Which share of the true ranges of a period was bought.
  private struct Share: Sendable {
    /// Of what was bought, and of true ranges.
    private var sums: PairSumRing
    private let start: Int

    init(period: Int, at start: Int) {
      sums = PairSumRing(count: period)
      self.start = start
    }

    var isFull: Bool { sums.isFull }

    /// 0 where there was no range.
    var value: Double { sums.value.y <= 0 ? 0 : sums.value.x / sums.value.y }

    @inline(__always)
    mutating func push(bought: Double, range: Double, _ memory: UnsafeMutablePointer<Double>) {
      sums.push(SIMD2(bought, range), memory + start)
    }
  }
}
