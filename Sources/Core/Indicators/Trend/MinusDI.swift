// SPDX-License-Identifier: Apache-2.0

/// Minus directional indicator: which share of a price's range is movement downwards; 0 to 100.
///
/// - Formula: that of ``DirectionalMovement``.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `MINUS_DI`, https://ta-lib.org/functions/minus_di/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period + 1`.
/// - Residue of the seed: its error shrinks by about (period - 1) / period per candle; after `20 × period` candles in
///   all, less than 10⁻⁶ of it is left.
/// - Flat series: 0 while the price never moved; afterwards a flat stretch leaves it where it is.
public struct MinusDI: CandleIndicator {
  private var movement: DirectionalMovement

  /// An indicator over a period of 2 or above.
  public init(period: Int) { movement = DirectionalMovement(period: period) }

  public var warmUp: Int { movement.warmUp }

  @inline(__always)
  public mutating func update(_ bar: Bar) -> Double? { movement.update(bar)?.minus }
}
