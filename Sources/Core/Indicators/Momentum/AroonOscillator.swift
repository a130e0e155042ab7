// SPDX-License-Identifier: Apache-2.0

/// Aroon oscillator: how much later the highest high came than the lowest low; -100 to 100.
///
/// - Formula: the upper line of ``Aroon`` less the lower one.
/// - Author: Tushar Chande, Technical Analysis of Stocks & Commodities, September 1995.
/// - Source: TA-Lib's `AROONOSC`, https://ta-lib.org/functions/aroonosc/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: candle number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct AroonOscillator: CandleIndicator, WindowedIndicator {
  private var aroon: Aroon

  /// An indicator over a period of 2 or above.
  public init(period: Int) { aroon = Aroon(period: period) }

  public var warmUp: Int { aroon.warmUp }

  /// What both lines keep.
  public var memory: [Double] {
    get { aroon.memory }
    set { aroon.memory = newValue }
  }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    aroon.step(bar, memory).map { $0.up - $0.down }
  }
}
