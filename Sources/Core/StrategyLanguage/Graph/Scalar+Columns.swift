// SPDX-License-Identifier: Apache-2.0

/// Places in one table's columns: the first row of each operand and of the result.
struct ColumnPlaces {
  let a: UnsafeMutablePointer<Double>
  let b: UnsafeMutablePointer<Double>
  let c: UnsafeMutablePointer<Double>
  let result: UnsafeMutablePointer<Double>
  let rows: Int

  @inline(__always) func one(_ body: (Double) -> Double) {
    for row in 0..<rows { result[row] = body(a[row]) }
  }

  @inline(__always) func two(_ body: (Double, Double) -> Double) {
    for row in 0..<rows { result[row] = body(a[row], b[row]) }
  }

  @inline(__always) func three(_ body: (Double, Double, Double) -> Double) {
    for row in 0..<rows { result[row] = body(a[row], b[row], c[row]) }
  }
}

extension Scalar {
  /// Computes rows of columns: the same as ``value(_:_:_:)`` for each, with the choice made once.
  func run(_ places: ColumnPlaces) {
    switch self {
    case .negate: places.one { -$0 }
    case .not: places.one { 1 - $0 }
    case .absolute: places.one { $0.magnitude }
    case .add: places.two { Self.finite($0 + $1) }
    case .subtract: places.two { Self.finite($0 - $1) }
    case .multiply: places.two { Self.finite($0 * $1) }
    case .divide: places.two { Self.finite($0 / $1) }
    case .minimum: places.two { Self.both($0, $1, $0 < $1 ? $0 : $1) }
    case .maximum: places.two { Self.both($0, $1, $0 > $1 ? $0 : $1) }
    case .less: places.two { Self.both($0, $1, $0 < $1 ? 1 : 0) }
    case .lessOrEqual: places.two { Self.both($0, $1, $0 <= $1 ? 1 : 0) }
    case .equal: places.two { Self.both($0, $1, $0 == $1 ? 1 : 0) }
    case .notEqual: places.two { Self.both($0, $1, $0 == $1 ? 0 : 1) }
    case .and: places.two { Self.and($0, $1) }
    case .or: places.two { Self.or($0, $1) }
    case .choose: places.three { Self.choose($0, $1, $2) }
    case .squareRoot, .logarithm, .exponential, .floor, .ceiling, .round, .sign, .defined:
      places.one { value($0) }
    case .remainder, .power, .orElse: places.two { value($0, $1) }
    }
  }
}
