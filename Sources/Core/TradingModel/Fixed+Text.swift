// SPDX-License-Identifier: Apache-2.0

/// Why a text is no decimal number of ours.
public enum FixedTextError: Error, Hashable, Sendable {
  /// Not an optional minus sign, digits, and optionally a point with digits.
  case malformed
  /// The magnitude is 10¹⁵ or more.
  case tooLarge
  /// More than twelve decimal places that aren't zero.
  case tooPrecise
}

extension Fixed {
  /// The largest magnitude that can be read from text, exclusive: 10¹⁵.
  ///
  /// Products of two such values are checked against ``limit``, and sums of what is checked can't overflow.
  public static let textLimit: Int128 = 1_000_000_000_000_000

  /// Reads an optional minus sign, digits, and optionally a point with digits: `-12.5`. No exponent, no plus sign.
  public init(text: some StringProtocol) throws(FixedTextError) {
    try self.init(ascii: text.utf8)
  }

  /// The value of a text, or nil where it is no decimal number of ours.
  public init?(_ text: some StringProtocol) {
    guard let value = try? Fixed(text: text) else { return nil }
    self = value
  }

  /// Reads the bytes of a decimal text; see ``init(text:)``.
  public init(ascii bytes: some Sequence<UInt8>) throws(FixedTextError) {
    var reader = DecimalReader()
    for byte in bytes { try reader.take(byte) }
    units = try reader.finish()
  }

  /// Reads the bytes of a decimal text where they stand, without a copy; see ``init(text:)``.
  public init(ascii bytes: RawSpan) throws(FixedTextError) {
    self = try bytes.withUnsafeBytes { (bytes) throws(FixedTextError) in try Fixed(ascii: bytes) }
  }
}

/// Reads a decimal text byte by byte.
private struct DecimalReader {
  private var units: Int128 = 0
  private var isNegative = false
  private var places = -1
  private var hasDigits = false
  private var hasStarted = false

  mutating func take(_ byte: UInt8) throws(FixedTextError) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      try takeDigit(Int128(byte &- UInt8(ascii: "0")))
    case UInt8(ascii: "."):
      guard hasDigits, places < 0 else { throw .malformed }
      places = 0
      hasDigits = false
    case UInt8(ascii: "-"):
      guard !hasStarted else { throw .malformed }
      isNegative = true
    default:
      throw .malformed
    }
    hasStarted = true
  }

  private mutating func takeDigit(_ digit: Int128) throws(FixedTextError) {
    hasDigits = true
    if places >= 0 {
      places += 1
      guard places <= Fixed.decimalPlaces else {
        guard digit == 0 else { throw .tooPrecise }
        return
      }
    }
    units = units * 10 + digit
    if places < 0, units >= Fixed.textLimit { throw .tooLarge }
  }

  func finish() throws(FixedTextError) -> Int128 {
    guard hasDigits else { throw .malformed }
    var scaled = units
    for _ in Swift.max(0, Swift.min(places, Fixed.decimalPlaces))..<Fixed.decimalPlaces { scaled *= 10 }
    return isNegative ? -scaled : scaled
  }
}

extension Fixed: CustomStringConvertible, LosslessStringConvertible {
  /// The shortest exact decimal text: `0.5`, `-12`, `0.000001`. It reads back as the same value.
  public var description: String {
    text(minimumPlaces: 0)
  }

  /// The exact decimal text with at least so many decimal places, as exchanges print: `0.50000000`.
  public func text(minimumPlaces: Int) -> String {
    let one = Self.unitsPerOne.magnitude
    let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: one)
    var digits: [UInt8] = []
    var fraction = UInt64(truncatingIfNeeded: rest)
    for _ in 0..<Self.decimalPlaces {
      digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10))
      fraction /= 10
    }
    let trailingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    let places = Swift.max(Swift.min(minimumPlaces, Self.decimalPlaces), Self.decimalPlaces - trailingZeros)
    var text = isNegative ? "-" : ""
    text += whole <= UInt64.max ? String(UInt64(truncatingIfNeeded: whole)) : String(whole)
    guard places > 0 else { return text }
    text += "."
    text += String(decoding: digits.reversed().prefix(places), as: UTF8.self)
    return text
  }
}

extension Fixed {
  /// The nearest binary number, of two equally near ones the even one, as if the decimal text were read: for indicators,
  /// statistics and ratios that are shown. Never for money.
  public var approximated: Double {  // pure-ok: the one way out of exact numbers, named for what it is
    // A quotient is rounded once where both of its sides are exact: up to 2⁵³, in 12 decimal places or in 8.
    let narrow = Int64(truncatingIfNeeded: units)
    if Int128(narrow) == units {
      if narrow.magnitude <= Self.exactMax { return Double(narrow) / 1e12 }  // pure-ok: as above
      let (inEightPlaces, rest) = narrow.quotientAndRemainder(dividingBy: 10_000)
      if rest == 0, inEightPlaces.magnitude <= Self.exactMax {
        return Double(inEightPlaces) / 1e8  // pure-ok: as above
      }
    }
    let magnitude = Self.nearest(to: units.magnitude)
    return units < 0 ? -magnitude : magnitude
  }

  /// Up to here every whole number is a binary one.
  private static let exactMax: UInt64 = 1 << 53

  /// The nearest binary number to so many units, by long division: at least 55 bits of the quotient, the last of which
  /// also says whether anything is left over, so that it is rounded once.
  private static func nearest(to units: UInt128) -> Double {  // pure-ok: as above
    let shift = Swift.max(0, units.leadingZeroBitCount - 32)
    let (quotient, rest) = (units << shift).quotientAndRemainder(dividingBy: unitsPerOne.magnitude)
    let bits = quotient | (rest == 0 ? 0 : 1)
    return Double(sign: .plus, exponent: -shift, significand: Double(bits))  // pure-ok: as above
  }

  /// The value of a binary number rounded half to even at 12 places, or nil where it is not finite or reaches ``limit``.
  public init?(approximating value: Double) {  // pure-ok: ratios from indicators come in here
    guard value.isFinite, value.magnitude < 1e20 else { return nil }
    let whole = (value * 1e12).rounded(.toNearestOrEven)
    // As above: 64 bits are converted at once.
    units = whole.magnitude < 9e18 ? Int128(Int64(whole)) : Int128(whole)
  }
}
