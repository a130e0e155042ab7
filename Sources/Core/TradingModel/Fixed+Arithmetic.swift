// SPDX-License-Identifier: Apache-2.0

extension Fixed {
  /// The product, rounded to 10⁻¹².
  ///
  /// - Throws: ``ArithmeticError/overflow`` where the result is larger than ``limit``.
  public func multiplied(by other: Fixed, rounding: Rounding) throws(ArithmeticError) -> Fixed {
    try Self.scaled(units, times: other.units, over: Self.unitsPerOne, rounding: rounding)
  }

  /// The quotient, rounded to 10⁻¹².
  ///
  /// - Throws: ``ArithmeticError`` where the divisor is zero or the result is larger than ``limit``.
  public func divided(by other: Fixed, rounding: Rounding) throws(ArithmeticError) -> Fixed {
    try Self.scaled(units, times: Self.unitsPerOne, over: other.units, rounding: rounding)
  }

  /// The quotient with at most so many decimal places, 0 to 12, rounded once: a quotient of 12 places that is rounded
  /// again may be off by one in the last.
  ///
  /// - Throws: ``ArithmeticError`` where the divisor is zero or the result is larger than ``limit``.
  public func divided(by other: Fixed, places: Int, rounding: Rounding) throws(ArithmeticError) -> Fixed {
    let step = Self.step(places: places)
    let count = try Self.scaled(units, times: Self.unitsPerOne / step, over: other.units, rounding: rounding).units
    let (units, overflow) = count.multipliedReportingOverflow(by: step)
    guard !overflow, units.magnitude <= Self.limit.units.magnitude else { throw .overflow }
    return Fixed(units: units)
  }

  /// The nearest multiple of a step in the direction of the rounding.
  ///
  /// - Parameter step: above 0; for 0 (no rule) the value itself is returned.
  public func rounded(toMultipleOf step: Fixed, _ rounding: Rounding) -> Fixed {
    guard step.isPositive else { return self }
    let result = rounding.apply(
      quotient: units.magnitude / step.units.magnitude, remainder: units.magnitude % step.units.magnitude,
      divisor: step.units.magnitude, isNegative: isNegative)
    let magnitude = Int128(result * step.units.magnitude)
    return Fixed(units: isNegative ? -magnitude : magnitude)
  }

  /// Whether the value is a whole multiple of a step; always true for a step of 0 (no rule).
  public func isMultiple(of step: Fixed) -> Bool {
    step.isZero || units.isMultiple(of: step.units)
  }

  /// The value with at most so many decimal places, 0 to 12.
  public func rounded(places: Int, _ rounding: Rounding) -> Fixed {
    rounded(toMultipleOf: Fixed(units: Self.step(places: places)), rounding)
  }

  /// The units of the last of so many decimal places.
  private static func step(places: Int) -> Int128 {
    precondition((0...decimalPlaces).contains(places), "a value has 0 to 12 decimal places")
    var step: Int128 = 1
    for _ in places..<decimalPlaces { step *= 10 }
    return step
  }

  private static func scaled(
    _ left: Int128, times right: Int128, over divisor: Int128, rounding: Rounding
  ) throws(ArithmeticError) -> Fixed {
    guard divisor != 0 else { throw .divisionByZero }
    let isNegative = ((left < 0) != (right < 0)) != (divisor < 0)
    let (product, overflow) = left.magnitude.multipliedReportingOverflow(by: right.magnitude)
    let division: (quotient: UInt128, remainder: UInt128)
    if overflow {
      let wide = left.magnitude.multipliedFullWidth(by: right.magnitude)
      guard wide.high < divisor.magnitude else { throw .overflow }
      division = divisor.magnitude.dividingFullWidth(wide)
    } else {
      division = product.quotientAndRemainder(dividingBy: divisor.magnitude)
    }
    guard division.quotient <= limit.units.magnitude else { throw .overflow }
    let rounded = rounding.apply(
      quotient: division.quotient, remainder: division.remainder, divisor: divisor.magnitude, isNegative: isNegative)
    guard rounded <= limit.units.magnitude else { throw .overflow }
    let magnitude = Int128(rounded)
    return Fixed(units: isNegative ? -magnitude : magnitude)
  }
}
