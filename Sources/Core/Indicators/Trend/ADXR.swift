// SPDX-License-Identifier: Apache-2.0

/// Average directional index rating: the mean of the ``ADX`` and of an older one; 0 to 100.
///
/// - Formula: `(ADX + ADX[period - 1]) / 2`.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `ADXR`, https://ta-lib.org/functions/adxr/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `3 × period - 1`.
/// - Residue of the seed: as of ``ADX``.
/// - Flat series: 0 while the price never moved.
public struct ADXR: CandleIndicator {
  private var index: ADX
  private var window: Window<Double>

  /// A rating over a period of 2 or above.
  public init(period: Int) {
    index = ADX(period: period)
    window = Window(capacity: period)
  }

  public var warmUp: Int { 3 * index.period - 1 }

  public mutating func update(_ bar: Bar) -> Double? {
    guard let strength = index.update(bar)?.adx else { return nil }
    window.push(strength)
    return window.isFull ? window.oldest.map { (strength + $0) / 2 } : nil
  }
}
