// SPDX-License-Identifier: Apache-2.0

/// Directional movement index: how much of all movement has one direction; 0 to 100.
///
/// - Formula: `100 × |+DI - -DI| / (+DI + -DI)` of ``DirectionalMovement``; without any movement it stays where it is.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `DX`, https://ta-lib.org/functions/dx/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `period + 1`.
/// - Residue of the seed: as of ``PlusDI``.
/// - Flat series: 0 while the price never moved; afterwards a flat stretch leaves it where it is.
public struct DX: CandleIndicator {
  private var movement: DirectionalMovement
  private var last = 0.0

  /// An index over a period of 2 or above.
  public init(period: Int) { movement = DirectionalMovement(period: period) }

  public var warmUp: Int { movement.warmUp }

  @inline(__always)
  public mutating func update(_ bar: Bar) -> Double? {
    guard let (plus, minus) = movement.update(bar) else { return nil }
    last = DirectionalMovement.strength(plus: plus, minus: minus) ?? last
    return last
  }
}
