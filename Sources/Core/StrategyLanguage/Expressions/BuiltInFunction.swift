// SPDX-License-Identifier: Apache-2.0

/// The functions of the language, beside the indicators of the catalog.
enum BuiltInFunction: String, CaseIterable {
  case abs, min, max, clamp, sqrt, log, exp, pow, floor, ceil, round, sign
  case nz, defined
  case crosses, change, rising, falling, happened, held
  case crossesAbove = "crosses_above"
  case crossesBelow = "crosses_below"
  case barsSince = "bars_since"

  /// How many arguments it takes.
  var arguments: ClosedRange<Int> {
    switch self {
    case .abs, .sqrt, .log, .exp, .floor, .ceil, .round, .sign, .defined: 1...1
    case .min, .max: 2...16
    case .clamp: 3...3
    case .pow, .crosses, .crossesAbove, .crossesBelow, .happened, .held: 2...2
    case .nz, .change, .rising, .falling, .barsSince: 1...2
    }
  }

  /// How it is written.
  var usage: String {
    switch self {
    case .abs, .sqrt, .log, .exp, .floor, .ceil, .round, .sign, .defined: "\(rawValue)(x)"
    case .min, .max: "\(rawValue)(x, y, …)"
    case .clamp: "clamp(x, low, high)"
    case .pow, .crosses, .crossesAbove, .crossesBelow: "\(rawValue)(x, y)"
    case .happened, .held: "\(rawValue)(condition, n)"
    case .nz: "nz(x, replacement = 0)"
    case .change, .rising, .falling: "\(rawValue)(x, n = 1)"
    case .barsSince: "bars_since(condition, limit = 100)"
    }
  }

  /// The operation that it is on numbers, where it is one.
  var scalar: Scalar? {
    switch self {
    case .abs: .absolute
    case .sqrt: .squareRoot
    case .log: .logarithm
    case .exp: .exponential
    case .pow: .power
    case .floor: .floor
    case .ceil: .ceiling
    case .round: .round
    case .sign: .sign
    default: nil
    }
  }
}

extension Compiler {
  mutating func apply(
    _ function: BuiltInFunction, _ arguments: [Syntax], _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    if let operation = function.scalar {
      let values = arguments.map { single($0, .number, for: function.rawValue, series, scope) }
      return scalar(operation, values, .number, range, series)
    }
    switch function {
    case .min, .max, .clamp: return bounds(function, arguments, range, series, scope)
    case .nz: return orElse(arguments, range, series, scope)
    case .defined:
      let value = single(arguments[0], series, scope)
      guard value.hasFailed || value.kind != .text else { return fail(range, "a text is always defined") }
      return scalar(.defined, [value], .condition, range, series)
    case .crosses, .crossesAbove, .crossesBelow: return crosses(function, arguments, range, series, scope)
    case .happened, .held, .barsSince: return events(function, arguments, range, series, scope)
    case .change, .rising, .falling: return movement(function, arguments, range, series, scope)
    default: return .failed
    }
  }

  /// Numbers or durations, all of one kind.
  private mutating func alike(
    _ arguments: [Syntax], for user: String, _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> [Lowered]? {
    let values = arguments.map { single($0, series, scope) }
    if values.contains(where: \.hasFailed) { return nil }
    let kind = values[0].kind
    guard values.allSatisfy({ $0.kind == kind }), kind == .number || kind == .duration else {
      _ = fail(range, "\(user) takes numbers, or durations, all of one kind")
      return nil
    }
    return values
  }

  private mutating func bounds(
    _ function: BuiltInFunction, _ arguments: [Syntax], _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    guard let values = alike(arguments, for: function.rawValue, range, series, scope) else { return .failed }
    let kind = values[0].kind
    if function == .clamp {
      let below = scalar(.minimum, [values[0], values[2]], kind, range, series)
      return scalar(.maximum, [below, values[1]], kind, range, series)
    }
    return values.dropFirst().reduce(values[0]) { result, next in
      scalar(function == .min ? .minimum : .maximum, [result, next], kind, range, series)
    }
  }

  private mutating func orElse(_ arguments: [Syntax], _ range: Range<Int>, _ series: Int, _ scope: Scope) -> Lowered {
    let value = single(arguments[0], series, scope)
    guard !value.hasFailed else { return .failed }
    guard value.kind != .text else { return fail(range, "nz takes a number or a condition, and this is a text") }
    var replacement = Lowered(kind: value.kind, form: .constant(0))
    if arguments.count > 1 { replacement = single(arguments[1], value.kind, for: "nz", series, scope) }
    return scalar(.orElse, [value, replacement], value.kind, range, series)
  }

  private mutating func crosses(
    _ function: BuiltInFunction, _ arguments: [Syntax], _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    let a = single(arguments[0], .number, for: function.rawValue, series, scope)
    let b = single(arguments[1], .number, for: function.rawValue, series, scope)
    let lastA = history(.past(1), of: a, .number, arguments[0].range)
    let lastB = history(.past(1), of: b, .number, arguments[1].range)
    if lastA.hasFailed || lastB.hasFailed { return .failed }
    func above(_ compiler: inout Compiler) -> Lowered {
      let now = compiler.scalar(.less, [b, a], .condition, range, series)
      let before = compiler.scalar(.lessOrEqual, [lastA, lastB], .condition, range, series)
      return compiler.scalar(.and, [now, before], .condition, range, series)
    }
    func below(_ compiler: inout Compiler) -> Lowered {
      let now = compiler.scalar(.less, [a, b], .condition, range, series)
      let before = compiler.scalar(.lessOrEqual, [lastB, lastA], .condition, range, series)
      return compiler.scalar(.and, [now, before], .condition, range, series)
    }
    switch function {
    case .crossesAbove: return above(&self)
    case .crossesBelow: return below(&self)
    default:
      let (up, down) = (above(&self), below(&self))
      return scalar(.or, [up, down], .condition, range, series)
    }
  }

  private mutating func events(
    _ function: BuiltInFunction, _ arguments: [Syntax], _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    let condition = single(arguments[0], .condition, for: function.rawValue, series, scope)
    var count = 100
    if arguments.count > 1 {
      let what = "the second argument of \(function.rawValue)"
      guard let given = whole(arguments[1], what, 1...ExpressionLimits.lookBack, series) else { return .failed }
      count = given
    }
    switch function {
    case .barsSince: return history(.since(count), of: condition, .number, range)
    case .happened: return history(.happened(count), of: condition, .condition, range)
    default:
      // It held at all of them where its opposite happened at none.
      let opposite = scalar(.not, [condition], .condition, range, series)
      let happened = history(.happened(count), of: opposite, .condition, range)
      return scalar(.not, [happened], .condition, range, series)
    }
  }

  private mutating func movement(
    _ function: BuiltInFunction, _ arguments: [Syntax], _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    let value = single(arguments[0], .number, for: function.rawValue, series, scope)
    var count = 1
    if arguments.count > 1 {
      let what = "the second argument of \(function.rawValue)"
      guard let given = whole(arguments[1], what, 1...ExpressionLimits.lookBack, series) else { return .failed }
      count = given
    }
    if function == .change {
      let before = history(.past(count), of: value, .number, range)
      return scalar(.subtract, [value, before], .number, range, series)
    }
    let isRising = function == .rising
    // Of one value before, the extreme is that value: the same as x[1].
    let extreme: History = count == 1 ? .past(1) : isRising ? .highestBefore(count) : .lowestBefore(count)
    let before = history(extreme, of: value, .number, range)
    return scalar(.less, isRising ? [before, value] : [value, before], .condition, range, series)
  }
}
