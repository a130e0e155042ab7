// SPDX-License-Identifier: Apache-2.0

/// What kind of value comes next in a document.
public enum JSONKind: Sendable, Hashable {
  /// `{…}`
  case object
  /// `[…]`
  case array
  /// `"…"`
  case string
  /// A number.
  case number
  /// `true` or `false`.
  case boolean
  /// `null`
  case null
}

extension JSONScanner {
  /// The kind of the value that comes next, judged by its first byte; nothing is read.
  public mutating func nextKind() throws(JSONError) -> JSONKind {
    switch try nextByte() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    default: throw failure(.expected(.value))
    }
  }

  /// Reads `null` if it comes next and says whether it did; any other value stays unread.
  public mutating func readNull() throws(JSONError) -> Bool {
    guard try nextByte() == UInt8(ascii: "n") else { return false }
    guard readWord("null") else { throw failure(.expected(.value)) }
    return true
  }

  /// Reads `true` or `false`.
  public mutating func readBool() throws(JSONError) -> Bool {
    _ = try nextByte()
    if readWord("true") { return true }
    if readWord("false") { return false }
    throw failure(.expected(.boolean))
  }

  /// Reads a whole number of at most 64 bits, written without fraction and exponent.
  public mutating func readInt64() throws(JSONError) -> Int64 {
    let range = try numberRange()
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    var value: Int64 = 0
    for offset in (range.lowerBound + (isNegative ? 1 : 0))..<range.upperBound {
      let digit = bytes[offset] &- UInt8(ascii: "0")
      guard digit < 10 else { throw failure(.notAnInt64, at: range.lowerBound) }
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isTooLargeNow) =
        isNegative ? product.subtractingReportingOverflow(Int64(digit)) : product.addingReportingOverflow(Int64(digit))
      guard !isTooLarge, !isTooLargeNow else { throw failure(.notAnInt64, at: range.lowerBound) }
      value = sum
    }
    return value
  }

  /// Reads a number and keeps its text.
  public mutating func readNumber() throws(JSONError) -> NumberText {
    let range = try numberRange()
    return NumberText(checked: String(decoding: bytes[range], as: UTF8.self))
  }

  /// Reads a number and hands its text to `parse`; if that answers nil, the value is refused.
  @inlinable
  public mutating func readNumber<Result>(_ parse: (RawSpan) -> Result?) throws(JSONError) -> Result {
    let range = try numberRange()
    guard let result = parse(bytes.bytes.extracting(range)) else { throw failure(.refusedValue, at: range.lowerBound) }
    return result
  }

  /// Reads a string.
  public mutating func readString() throws(JSONError) -> String {
    text(try stringToken())
  }

  /// Reads a string and hands its UTF-8 to `parse`, unescaped and without quotes; if that answers nil, the value is
  /// refused. Nothing is allocated unless the string has escapes.
  @inlinable
  public mutating func readString<Result>(_ parse: (RawSpan) -> Result?) throws(JSONError) -> Result {
    let token = try stringToken()
    let result =
      token.isEscaped
      ? parse(unescapedBytes(token).span.bytes) : parse(bytes.bytes.extracting(token.start..<token.end))
    guard let result else { throw failure(.refusedValue, at: token.start - 1) }
    return result
  }

  /// Reads over a number and answers where it stands.
  @usableFromInline
  mutating func numberRange() throws(JSONError) -> Range<Int> {
    let first = try nextByte()
    guard first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") < 10 else { throw failure(.expected(.number)) }
    let start = offset
    guard let end = NumberGrammar.end(in: bytes, from: start) else { throw failure(.invalidNumber) }
    if end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        throw failure(.invalidNumber)
      default: break
      }
    }
    offset = end
    return start..<end
  }

  /// Reads over `word` if it comes next.
  private mutating func readWord(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard bytes.count - offset >= length else { return false }
    for index in 0..<length where bytes[offset + index] != word.utf8Start[index] { return false }
    offset += length
    return true
  }
}
