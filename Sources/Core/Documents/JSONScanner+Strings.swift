// SPDX-License-Identifier: Apache-2.0

/// The content of a string in the scanner's bytes, without the quotes. It has been checked completely.
@usableFromInline
struct StringToken {
  @usableFromInline let start: Int
  @usableFromInline let end: Int
  @usableFromInline let isEscaped: Bool
}

extension JSONScanner {
  /// Reads over a string and checks its UTF-8 and its escapes.
  @usableFromInline
  mutating func stringToken() throws(JSONError) -> StringToken {
    guard try nextByte() == UInt8(ascii: "\"") else { throw failure(.expected(.string)) }
    let start = offset + 1
    let end = endOfPlainBytes(from: start)
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      offset = end + 1
      return StringToken(start: start, end: end, isEscaped: false)
    }
    return try restOfStringToken(start: start, from: end)
  }

  /// Reads on in a string that has more than plain bytes, from the first one that isn't plain.
  @inline(never)
  private mutating func restOfStringToken(start: Int, from first: Int) throws(JSONError) -> StringToken {
    var end = first
    var isEscaped = false
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "\""):
        offset = end + 1
        return StringToken(start: start, end: end, isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        end = try endOfEscape(at: end)
      case 0x00..<0x20: throw failure(.controlCharacter, at: end)
      case 0x20..<0x80: end = endOfPlainBytes(from: end + 1)
      default: end = try endOfScalar(at: end)
      }
    }
    throw failure(.unexpectedEnd, at: end)
  }

  /// The offset of the first byte from `start` on that ends a string, or is an escape, a control character or beyond
  /// ASCII.
  @inline(__always)
  private func endOfPlainBytes(from start: Int) -> Int {
    let bytes = bytes
    let count = bytes.count
    var end = start
    while end < count {
      let byte = bytes[end]
      guard byte &- 0x20 < 0x60, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
      end &+= 1
    }
    return end
  }

  /// The text of a checked string.
  func text(_ token: StringToken) -> String {
    token.isEscaped
      ? String(decoding: unescapedBytes(token), as: UTF8.self)
      : String(decoding: bytes[token.start..<token.end], as: UTF8.self)
  }

  /// The UTF-8 of a checked string with its escapes replaced.
  @usableFromInline
  func unescapedBytes(_ token: StringToken) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(token.end - token.start)
    var offset = token.start
    while offset < token.end {
      guard bytes[offset] == UInt8(ascii: "\\") else {
        result.append(bytes[offset])
        offset += 1
        continue
      }
      let letter = bytes[offset + 1]
      if letter == UInt8(ascii: "u"), let escape = unicodeEscape(at: offset) {
        result.append(contentsOf: String(escape.scalar).utf8)
        offset = escape.end
      } else {
        result.append(Self.plainEscape(letter) ?? letter)
        offset += 2
      }
    }
    return result
  }
}

// MARK: Escapes

extension JSONScanner {
  /// The offset after the escape sequence whose backslash is at `start`.
  private func endOfEscape(at start: Int) throws(JSONError) -> Int {
    guard start + 1 < bytes.count else { throw failure(.unexpectedEnd, at: bytes.count) }
    let letter = bytes[start + 1]
    if Self.plainEscape(letter) != nil { return start + 2 }
    guard letter == UInt8(ascii: "u") else { throw failure(.invalidEscape, at: start) }
    if let escape = unicodeEscape(at: start) { return escape.end }
    guard codeUnit(at: start) == nil else { throw failure(.loneSurrogate, at: start) }
    let isCutOff = bytes.count - start < 6
    throw isCutOff ? failure(.unexpectedEnd, at: bytes.count) : failure(.invalidEscape, at: start)
  }

  /// The scalar that the `\u` escape at `start` stands for, alone or with a second one as a surrogate pair.
  private func unicodeEscape(at start: Int) -> (scalar: Unicode.Scalar, end: Int)? {
    guard let first = codeUnit(at: start) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (scalar, start + 6) }
    guard first < 0xDC00, let second = codeUnit(at: start + 6), (0xDC00...0xDFFF).contains(second) else { return nil }
    let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    return Unicode.Scalar(value).map { ($0, start + 12) }
  }

  /// The four hexadecimal digits of the escape `\uXXXX` that stands at `start`; nil if none does.
  private func codeUnit(at start: Int) -> UInt32? {
    guard bytes.count - start >= 6, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else {
      return nil
    }
    var value: UInt32 = 0
    for byte in bytes[(start + 2)..<(start + 6)] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return value
  }

  /// What a backslash and this letter stand for; nil for `u` and for what JSON doesn't know.
  private static func plainEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }
}

// MARK: UTF-8

extension JSONScanner {
  /// The offset after the scalar of two to four bytes at `start` (Unicode 16.0, table 3-7).
  private func endOfScalar(at start: Int) throws(JSONError) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[start] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw failure(.invalidUTF8, at: start)
    }
    guard bytes.count - start >= length, second.contains(bytes[start + 1]) else {
      throw failure(.invalidUTF8, at: start)
    }
    for offset in (start + 2)..<(start + length) where bytes[offset] & 0xC0 != 0x80 {
      throw failure(.invalidUTF8, at: start)
    }
    return start + length
  }
}
