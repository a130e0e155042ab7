// SPDX-License-Identifier: Apache-2.0

/// An exact decimal number: a count of 10⁻¹² units in 128 bits.
///
/// Values are read and computed up to a magnitude of 10²⁰; what would be larger is an error, never a wrap. Every
/// operation that can't be exact takes its rounding as an argument. On the wire and in the database a value is its
/// decimal text (see ``description``).
@frozen
public struct Fixed: Hashable, Sendable {
  /// The value as a count of 10⁻¹².
  public let units: Int128

  /// How many units make one.
  public static let unitsPerOne: Int128 = 1_000_000_000_000

  /// How many decimal places a value can have.
  public static let decimalPlaces = 12

  /// The largest magnitude that a computation may return: 10²⁰.
  public static let limit = Fixed(units: 100_000_000_000_000_000_000 * unitsPerOne)

  /// Zero.
  public static let zero = Fixed(units: 0)

  /// One.
  public static let one = Fixed(units: unitsPerOne)

  /// Makes a value of a count of 10⁻¹².
  @inlinable
  public init(units: Int128) {
    self.units = units
  }

  /// Makes a whole number.
  @inlinable
  public init(_ whole: Int) {
    units = Int128(whole) * Fixed.unitsPerOne
  }

  /// Whether the value is 0.
  @inlinable
  public var isZero: Bool { units == 0 }

  /// Whether the value is above 0.
  @inlinable
  public var isPositive: Bool { units > 0 }

  /// Whether the value is below 0.
  @inlinable
  public var isNegative: Bool { units < 0 }

  /// The value without its sign.
  @inlinable
  public var magnitude: Fixed { Fixed(units: units < 0 ? -units : units) }
}

/// A computation whose result can't be represented: larger than ``Fixed/limit``, or a division by zero.
public enum ArithmeticError: Error, Hashable, Sendable {
  /// The result is larger than ``Fixed/limit``.
  case overflow
  /// The divisor is zero.
  case divisionByZero
}

extension Fixed: Comparable {
  @inlinable
  public static func < (left: Fixed, right: Fixed) -> Bool { left.units < right.units }
}

extension Fixed: AdditiveArithmetic {
  /// The exact sum. Operands within ``limit`` can't overflow; a sum beyond 128 bits stops the program.
  @inlinable
  public static func + (left: Fixed, right: Fixed) -> Fixed { Fixed(units: left.units + right.units) }

  /// The exact difference. Operands within ``limit`` can't overflow; a difference beyond 128 bits stops the program.
  @inlinable
  public static func - (left: Fixed, right: Fixed) -> Fixed { Fixed(units: left.units - right.units) }

  /// The value with the other sign.
  @inlinable
  public static prefix func - (value: Fixed) -> Fixed { Fixed(units: -value.units) }
}

extension Fixed: ExpressibleByIntegerLiteral {
  /// The whole number that the literal says.
  public init(integerLiteral value: Int) { self.init(value) }
}
