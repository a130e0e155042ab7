// SPDX-License-Identifier: Apache-2.0

/// Average directional index rating: the mean of the ``ADX`` and of an older one; 0 to 100.
///
/// - Formula: `(ADX + ADX[period - 1]) / 2`.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `ADXR`, https://ta-lib.org/functions/adxr/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `3 × period - 1`.
/// - Residue of the seed: as of ``ADX``.
/// - Flat series: 0 while the price never moved.
public struct ADXR: CandleIndicator, WindowedIndicator {
  /// The last strengths.
  public var memory: [Double]
  private var index: ADX
  private var delay: DelayRing

  /// A rating over a period of 2 or above.
  public init(period: Int) {
    index = ADX(period: period)
    delay = DelayRing(count: period - 1)
    memory = Array(repeating: 0, count: period - 1)
  }

  public var warmUp: Int { 3 * index.period - 1 }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    guard let strength = index.update(bar)?.adx else { return nil }
    let isDefined = delay.isFull
    let older = delay.push(strength, memory)
    return isDefined ? (strength + older) / 2 : nil
  }
}
