// SPDX-License-Identifier: Apache-2.0

/// A JSON number (RFC 8259, section 6) as the text that was written, so that nothing is lost: 1e400 and forty digits
/// are as good as 5.
///
/// Equality is that of the texts: `1.0` is not `1`.
public struct NumberText: Sendable, Hashable, CustomStringConvertible {
  /// The text, which follows JSON's grammar for numbers.
  public let text: String

  /// The number that the text writes; nil if it isn't a number in JSON's grammar.
  public init?(_ text: String) {
    var text = text
    let isNumber = text.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      return NumberGrammar.end(in: bytes, from: 0) == bytes.count
    }
    guard isNumber else { return nil }
    self.text = text
  }

  /// A whole number.
  public init(_ value: some FixedWidthInteger) { text = String(value) }

  /// A binary number in the shortest form that reads back as the same; nil for infinities and NaN.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = value.description
  }

  /// For text that the scanner has already checked.
  init(checked text: String) { self.text = text }

  /// The number as a whole number; nil if it doesn't fit or is written with an exponent or with a fraction other than
  /// zeros (`5.00` is 5).
  public var int64: Int64? {
    guard let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return Int64(text) }
    let fraction = text.utf8[text.utf8.index(after: point)...]
    return fraction.allSatisfy { $0 == UInt8(ascii: "0") } ? Int64(text[..<point]) : nil
  }

  /// The number in binary, rounded to the nearest; nil if it is beyond the finite range.
  public var double: Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// The text.
  public var description: String { text }
}

/// JSON's grammar for numbers, the one place that knows it.
enum NumberGrammar {
  /// The offset after the number that begins at `start`, or nil if none does. What follows the number isn't looked at.
  static func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var offset = start
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
    guard offset < bytes.count else { return nil }
    if bytes[offset] == UInt8(ascii: "0") {
      offset += 1
    } else {
      guard let end = endOfDigits(in: bytes, from: offset) else { return nil }
      offset = end
    }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      guard let end = endOfDigits(in: bytes, from: offset + 1) else { return nil }
      offset = end
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") { offset += 1 }
      guard let end = endOfDigits(in: bytes, from: offset) else { return nil }
      offset = end
    }
    return offset
  }

  /// The offset after one or more digits, or nil if there is none.
  private static func endOfDigits(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var offset = start
    let count = bytes.count
    while offset < count, bytes[offset] &- UInt8(ascii: "0") < 10 { offset &+= 1 }
    return offset > start ? offset : nil
  }
}
