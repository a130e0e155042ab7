// SPDX-License-Identifier: Apache-2.0

import Glibc  // pure-ok: log, exp, pow and the remainder

/// What is computed of up to three numbers of one candle. A condition is 1 or 0. What is undefined is not a number; so
/// is a result that isn't finite.
enum Scalar: UInt8, Hashable {
  case negate, not, absolute, squareRoot, logarithm, exponential, floor, ceiling, round, sign, defined
  case add, subtract, multiply, divide, remainder, power, minimum, maximum
  case less, lessOrEqual, equal, notEqual, and, or, orElse
  case choose

  /// Whether the operands may change places.
  var isCommutative: Bool {
    switch self {
    case .add, .multiply, .minimum, .maximum, .equal, .notEqual, .and, .or: true
    default: false
    }
  }

  /// The result for single numbers; the operands that it doesn't take are passed over.
  func value(_ a: Double, _ b: Double = 0, _ c: Double = 0) -> Double {
    switch self {
    case .negate: -a
    case .not: 1 - a
    case .absolute: a.magnitude
    case .squareRoot: a.squareRoot()
    case .logarithm: Self.finite(log(a))
    case .exponential: Self.finite(exp(a))
    case .floor: a.rounded(.down)
    case .ceiling: a.rounded(.up)
    case .round: a.rounded(.toNearestOrAwayFromZero)
    case .sign: Self.sign(a)
    case .defined: a == a ? 1 : 0
    case .add: Self.finite(a + b)
    case .subtract: Self.finite(a - b)
    case .multiply: Self.finite(a * b)
    case .divide: Self.finite(a / b)
    case .remainder: Self.remainder(a, b)
    case .power: a == a && b == b ? Self.finite(pow(a, b)) : .nan
    case .minimum: Self.both(a, b, a < b ? a : b)
    case .maximum: Self.both(a, b, a > b ? a : b)
    case .less: Self.both(a, b, a < b ? 1 : 0)
    case .lessOrEqual: Self.both(a, b, a <= b ? 1 : 0)
    case .equal: Self.both(a, b, a == b ? 1 : 0)
    case .notEqual: Self.both(a, b, a == b ? 0 : 1)
    case .and: Self.and(a, b)
    case .or: Self.or(a, b)
    case .orElse: a == a ? a : b
    case .choose: Self.choose(a, b, c)
    }
  }

  // MARK: The parts with rules of their own

  @inline(__always) static func finite(_ value: Double) -> Double { value - value == 0 ? value : .nan }

  @inline(__always) static func both(_ a: Double, _ b: Double, _ result: Double) -> Double {
    a == a && b == b ? result : .nan
  }

  @inline(__always) static func sign(_ a: Double) -> Double { a > 0 ? 1 : a < 0 ? -1 : a }

  /// What is left of a floored division: it has the divisor's sign, as in Python.
  @inline(__always) static func remainder(_ a: Double, _ b: Double) -> Double {
    let rest = fmod(a, b)
    return finite(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
  }

  /// Kleene's: false where one is false, else undefined where one is undefined.
  @inline(__always) static func and(_ a: Double, _ b: Double) -> Double { a == 0 || b == 0 ? 0 : a * b }

  /// Kleene's: true where one is true, else undefined where one is undefined.
  @inline(__always) static func or(_ a: Double, _ b: Double) -> Double { a == 1 || b == 1 ? 1 : a + b }

  @inline(__always) static func choose(_ a: Double, _ b: Double, _ c: Double) -> Double {
    a == 1 ? b : a == 0 ? c : .nan
  }
}
