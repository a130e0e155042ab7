// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@testable import TestKit

@Suite struct FixedArithmeticTests {
  static let roundings: [Rounding] = [.towardZero, .down, .up, .halfEven, .halfAwayFromZero]

  /// The results in the order of `roundings`.
  @Test(arguments: [
    ("2.5", ["2", "2", "3", "2", "3"]), ("3.5", ["3", "3", "4", "4", "4"]), ("2.4", ["2", "2", "3", "2", "2"]),
    ("2.6", ["2", "2", "3", "3", "3"]), ("-2.5", ["-2", "-3", "-2", "-2", "-3"]),
    ("-3.5", ["-3", "-4", "-3", "-4", "-4"]), ("-2.4", ["-2", "-3", "-2", "-2", "-2"]),
    ("2", ["2", "2", "2", "2", "2"]), ("0", ["0", "0", "0", "0", "0"]),
    ("0.000000000001", ["0", "0", "1", "0", "0"]), ("-0.000000000001", ["0", "-1", "0", "0", "0"]),
  ])
  func `rounds to whole numbers as the rounding says`(text: String, results: [String]) throws {
    let value = try Fixed(text: text)
    #expect(Self.roundings.map { value.rounded(places: 0, $0).description } == results)
    #expect(Self.roundings.map { value.rounded(toMultipleOf: .one, $0).description } == results)
  }

  @Test(arguments: [
    ("0.123456", "0.001", "0.123", "0.124"), ("64123.417", "0.01", "64123.41", "64123.42"),
    ("7", "2.5", "5", "7.5"), ("-7", "2.5", "-7.5", "-5"), ("0.3", "0.1", "0.3", "0.3"), ("1.23", "0", "1.23", "1.23"),
    ("1.23", "-1", "1.23", "1.23"), ("0.00001", "1000", "0", "1000"),
  ])
  func `rounds to a step`(text: String, step: String, down: String, up: String) throws {
    let (value, step) = try (Fixed(text: text), Fixed(text: step))
    #expect(value.rounded(toMultipleOf: step, .down).description == down)
    #expect(value.rounded(toMultipleOf: step, .up).description == up)
  }

  @Test(arguments: [
    ("0.3", "0.1", true), ("0.35", "0.1", false), ("0", "0.1", true), ("-0.3", "0.1", true), ("1.23", "0", true),
    ("1.000000000001", "1", false),
  ])
  func `knows the multiples of a step`(text: String, step: String, isMultiple: Bool) throws {
    #expect(try Fixed(text: text).isMultiple(of: Fixed(text: step)) == isMultiple)
  }

  @Test(arguments: [
    ("0.1", "0.2", "0.02"), ("64123.41", "0.015", "961.85115"), ("-3", "2", "-6"), ("-3", "-2", "6"), ("0", "-5", "0"),
    ("999999999999999", "100000", "99999999999999900000"),
  ])
  func `multiplies exactly`(left: String, right: String, product: String) throws {
    for rounding in Self.roundings {
      let result = try Fixed(text: left).multiplied(by: Fixed(text: right), rounding: rounding)
      #expect(result.description == product)
    }
  }

  /// The results in the order of `roundings`.
  @Test(arguments: [
    ("1", "3", ["0.333333333333", "0.333333333333", "0.333333333334", "0.333333333333", "0.333333333333"]),
    ("-2", "3", ["-0.666666666666", "-0.666666666667", "-0.666666666666", "-0.666666666667", "-0.666666666667"]),
    ("2", "-3", ["-0.666666666666", "-0.666666666667", "-0.666666666666", "-0.666666666667", "-0.666666666667"]),
    ("-1", "-8", ["0.125", "0.125", "0.125", "0.125", "0.125"]),
    ("0.000000000001", "2", ["0", "0", "0.000000000001", "0", "0.000000000001"]),
    (
      "0.000000000003", "2",
      [
        "0.000000000001", "0.000000000001", "0.000000000002", "0.000000000002", "0.000000000002",
      ]
    ),
  ])
  func `divides as the rounding says`(left: String, right: String, results: [String]) throws {
    let (left, right) = try (Fixed(text: left), Fixed(text: right))
    #expect(try Self.roundings.map { try left.divided(by: right, rounding: $0).description } == results)
  }

  @Test func `rounds a quotient of fewer places once`() throws {
    let quote = try #require(Fixed("1226419080.4024649"))
    let volume = try #require(Fixed("25675.84455"))
    // 47765.481599414999573…: rounded to twelve places first it would end on 42.
    #expect(try quote.divided(by: volume, places: 8, rounding: .halfEven) == Fixed("47765.48159941"))
    #expect(try Fixed(-1).divided(by: 8, places: 2, rounding: .halfEven) == Fixed("-0.12"))
    #expect(try Fixed(-1).divided(by: 8, places: 2, rounding: .down) == Fixed("-0.13"))
    #expect(try Fixed(7).divided(by: 2, places: 0, rounding: .halfEven) == 4)
    #expect(throws: ArithmeticError.overflow) {
      try Fixed.limit.divided(by: #require(Fixed("0.5")), places: 0, rounding: .down)
    }
    #expect(throws: ArithmeticError.divisionByZero) { try Fixed.one.divided(by: .zero, places: 3, rounding: .down) }
  }

  @Test func `a division by zero is an error`() {
    #expect(throws: ArithmeticError.divisionByZero) { try Fixed.one.divided(by: .zero, rounding: .down) }
    #expect(throws: ArithmeticError.divisionByZero) { try Fixed.zero.divided(by: .zero, rounding: .down) }
  }

  @Test func `the limit itself can be a result, and nothing beyond it`() throws {
    let root = Fixed(10_000_000_000)
    #expect(try root.multiplied(by: root, rounding: .up) == Fixed.limit)
    #expect(try root.multiplied(by: -root, rounding: .up) == -Fixed.limit)
    #expect(try Fixed.limit.divided(by: .one, rounding: .up) == Fixed.limit)
    let beyond = root + Fixed(units: 1)
    #expect(throws: ArithmeticError.overflow) { try root.multiplied(by: beyond, rounding: .down) }
    #expect(throws: ArithmeticError.overflow) { try Fixed.limit.multiplied(by: .limit, rounding: .down) }
    let hundredMillionth = Fixed("0.00000001")!
    #expect(throws: ArithmeticError.overflow) {
      try Fixed(10_000_000_000_000).divided(by: hundredMillionth, rounding: .down)
    }
  }

  @Test func `a rounding does not lift a result beyond the limit`() throws {
    let third = try Fixed.limit.divided(by: 3, rounding: .up)
    #expect(throws: ArithmeticError.overflow) { try third.multiplied(by: 3, rounding: .up) }
    let below = try Fixed.limit.divided(by: 3, rounding: .down)
    #expect(try below.multiplied(by: 3, rounding: .up) == Fixed.limit - Fixed(units: 1))
  }

  @Test(arguments: [1, 2, 3])
  func `products and quotients equal brute force over 128 bits`(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<1000 {
      let left = Int128(Int64.random(in: .min...(.max), using: &random) >> Int64.random(in: 0...62, using: &random))
      let right = Int128(Int64.random(in: .min...(.max), using: &random) >> Int64.random(in: 0...62, using: &random))
      for rounding in Self.roundings {
        let product = try Fixed(units: left).multiplied(by: Fixed(units: right), rounding: rounding)
        #expect(product.units == quotient(left * right, Fixed.unitsPerOne, rounding))
        guard right != 0 else { continue }
        let expected = quotient(left * Fixed.unitsPerOne, right, rounding)
        if expected.magnitude <= Fixed.limit.units.magnitude {
          #expect(try Fixed(units: left).divided(by: Fixed(units: right), rounding: rounding).units == expected)
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3])
  func `products too wide for 128 bits are exact, and divide back`(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for _ in 0..<1000 {
      let whole = Int.random(in: 10_000_000_000_000...50_000_000_000_000, using: &random)
      let units = Int128(Int64.random(in: 100_000_000_000_000_000...1_000_000_000_000_000_000, using: &random))
      let product = try Fixed(whole).multiplied(by: Fixed(units: units), rounding: .down)
      #expect(product.units == Int128(whole) * units)
      #expect(try product.divided(by: Fixed(units: units), rounding: .halfEven) == Fixed(whole))
      #expect(try product.divided(by: Fixed(-whole), rounding: .halfEven) == Fixed(units: -units))
    }
  }

  @Test(arguments: [1, 2, 3])
  func `a value rounded to a step is the nearest multiple on the right side`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<1000 {
      let value = Fixed(units: Int128(Int64.random(in: .min...(.max), using: &random)))
      let step = Fixed(units: Int128(Int64.random(in: 1...1_000_000_000_000_000, using: &random)))
      for rounding in Self.roundings {
        let rounded = value.rounded(toMultipleOf: step, rounding)
        #expect(rounded.units == quotient(value.units, step.units, rounding) * step.units)
        #expect(rounded.isMultiple(of: step))
      }
    }
  }

  /// The rounded quotient, by the definition of each rounding on floor and rest.
  private func quotient(_ numerator: Int128, _ denominator: Int128, _ rounding: Rounding) -> Int128 {
    let (top, bottom) = denominator < 0 ? (-numerator, -denominator) : (numerator, denominator)
    var floor = top / bottom
    if floor * bottom > top { floor -= 1 }
    let rest = top - floor * bottom
    guard rest != 0 else { return floor }
    switch rounding {
    case .down: return floor
    case .up: return floor + 1
    case .towardZero: return top < 0 ? floor + 1 : floor
    case .halfEven:
      if rest * 2 == bottom { return floor.isMultiple(of: 2) ? floor : floor + 1 }
      return rest * 2 < bottom ? floor : floor + 1
    case .halfAwayFromZero:
      if rest * 2 == bottom { return top < 0 ? floor : floor + 1 }
      return rest * 2 < bottom ? floor : floor + 1
    }
  }
}
