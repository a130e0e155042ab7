// SPDX-License-Identifier: Apache-2.0

/// Splits Swift text into tokens and comments. See `SwiftSource` for what it knows and what it doesn't.
struct SwiftScanner {
  private(set) var tokens: [SourceToken] = []
  private(set) var comments: [Int: String] = [:]

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(text: String) {
    bytes = Array(text.utf8)
  }

  mutating func scan() {
    scanCode(untilClosingParenthesis: false)
  }

  /// Scans code up to the end of the text, or up to the parenthesis that ends an interpolation.
  private mutating func scanCode(untilClosingParenthesis isInterpolation: Bool) {
    var depth = 0
    while let byte = peek() {
      if byte == UInt8(ascii: "\n") {
        step()
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        scanLineComment()
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        scanBlockComment()
      } else if byte == UInt8(ascii: "\"") || (byte == UInt8(ascii: "#") && poundsLeadToText()) {
        scanText()
      } else if byte == UInt8(ascii: "`") {
        scanRawWord()
      } else if Self.isDigit(byte) {
        scanRun(.number) { Self.isWordByte($0) }
      } else if Self.isWordByte(byte) {
        scanRun(.word) { Self.isWordByte($0) }
      } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
        step()
      } else {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") {
          depth -= 1
          if isInterpolation && depth < 0 { return step() }
        }
        tokens.append(SourceToken(kind: .sign, text: String(UnicodeScalar(byte)), line: line))
        step()
      }
    }
  }

  private mutating func scanRun(_ kind: SourceToken.Kind, while isPart: (UInt8) -> Bool) {
    let start = position
    while let byte = peek(), isPart(byte) { position += 1 }
    tokens.append(SourceToken(kind: kind, text: text(from: start, to: position), line: line))
  }

  private mutating func scanRawWord() {
    step()
    let start = position
    while let byte = peek(), byte != UInt8(ascii: "`"), byte != UInt8(ascii: "\n") { position += 1 }
    tokens.append(SourceToken(kind: .rawWord, text: text(from: start, to: position), line: line))
    if peek() == UInt8(ascii: "`") { step() }
  }

  private mutating func scanLineComment() {
    let start = position
    while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
    comments[line, default: ""] += text(from: start, to: position)
  }

  private mutating func scanBlockComment() {
    var depth = 0
    var start = position
    while let byte = peek() {
      if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        depth += 1
        position += 2
      } else if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        depth -= 1
        position += 2
        if depth == 0 { break }
      } else if byte == UInt8(ascii: "\n") {
        comments[line, default: ""] += text(from: start, to: position)
        step()
        start = position
      } else {
        position += 1
      }
    }
    comments[line, default: ""] += text(from: start, to: position)
  }

  /// Scans a string literal: `"…"`, `"""…"""`, and both with any number of `#` around them.
  private mutating func scanText() {
    let firstLine = line
    var pounds = 0
    while peek() == UInt8(ascii: "#") {
      pounds += 1
      position += 1
    }
    let isMultiline = startsWith(quotes: 3, thenPounds: 0)
    let quotes = isMultiline ? 3 : 1
    position += quotes
    tokens.append(SourceToken(kind: .text, text: "\"", line: firstLine))
    while let byte = peek() {
      if byte == UInt8(ascii: "\""), startsWith(quotes: quotes, thenPounds: pounds) {
        position += quotes + pounds
        return
      } else if byte == UInt8(ascii: "\\"), isFollowed(byPounds: pounds) {
        position += 1 + pounds
        if peek() == UInt8(ascii: "(") {
          step()
          scanCode(untilClosingParenthesis: true)
        } else {
          step()
        }
      } else if byte == UInt8(ascii: "\n"), !isMultiline {
        return
      } else {
        step()
      }
    }
  }

  private func poundsLeadToText() -> Bool {
    var ahead = 0
    while peek(ahead) == UInt8(ascii: "#") { ahead += 1 }
    return peek(ahead) == UInt8(ascii: "\"")
  }

  private func startsWith(quotes: Int, thenPounds pounds: Int) -> Bool {
    (0..<quotes).allSatisfy { peek($0) == UInt8(ascii: "\"") }
      && (0..<pounds).allSatisfy { peek(quotes + $0) == UInt8(ascii: "#") }
  }

  private func isFollowed(byPounds pounds: Int) -> Bool {
    (0..<pounds).allSatisfy { peek(1 + $0) == UInt8(ascii: "#") }
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func step() {
    if peek() == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }

  private func text(from start: Int, to end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// Letters, digits, underscores, and every byte of a character that isn't ASCII.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
      || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z"))
  }
}
