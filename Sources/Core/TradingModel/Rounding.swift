// SPDX-License-Identifier: Apache-2.0

/// What becomes of the part of a result that can't be kept. It is named at each call.
public enum Rounding: Hashable, Sendable {
  /// Towards zero: the part is dropped.
  case towardZero
  /// Towards the next smaller value.
  case down
  /// Towards the next larger value.
  case up
  /// To the nearest value; a half goes to the even neighbour.
  case halfEven
  /// To the nearest value; a half goes away from zero.
  case halfAwayFromZero

  /// Rounds the quotient of a division whose exact result lies between `quotient` and the next value away from zero.
  ///
  /// - Parameters:
  ///   - quotient: the magnitude of the truncated result.
  ///   - remainder: the magnitude of what is left, smaller than `divisor`.
  ///   - divisor: the magnitude of the divisor, above 0.
  ///   - isNegative: whether the exact result is below zero.
  /// - Returns: the magnitude of the rounded result.
  func apply(quotient: UInt128, remainder: UInt128, divisor: UInt128, isNegative: Bool) -> UInt128 {
    guard remainder != 0 else { return quotient }
    let goesAway: Bool
    switch self {
    case .towardZero: goesAway = false
    case .down: goesAway = isNegative
    case .up: goesAway = !isNegative
    case .halfEven:
      let rest = divisor - remainder
      goesAway = remainder > rest || (remainder == rest && !quotient.isMultiple(of: 2))
    case .halfAwayFromZero: goesAway = remainder >= divisor - remainder
    }
    return goesAway ? quotient + 1 : quotient
  }
}
