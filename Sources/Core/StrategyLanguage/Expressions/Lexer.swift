// SPDX-License-Identifier: Apache-2.0

/// Cuts an expression's text into tokens.
struct Lexer {
  private let scalars: [Unicode.Scalar]
  private var place = 0

  /// The tokens of a text; the last one is the end.
  static func tokens(_ text: String) throws(ExpressionFault) -> [Token] {
    let scalars = Array(text.unicodeScalars.prefix(ExpressionLimits.characters + 1))
    guard scalars.count <= ExpressionLimits.characters else {
      let most = ExpressionLimits.characters
      throw ExpressionFault(0..<1, "an expression has at most \(most) characters; name its parts")
    }
    var lexer = Lexer(scalars: scalars)
    var tokens: [Token] = []
    repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private func scalar(_ offset: Int = 0) -> Unicode.Scalar {
    place + offset < scalars.count ? scalars[place + offset] : "\0"
  }

  private mutating func next() throws(ExpressionFault) -> Token {
    while place < scalars.count, [" ", "\t", "\n", "\r"].contains(scalar()) { place += 1 }
    let start = place
    guard place < scalars.count else { return Token(kind: .end, range: start..<start) }
    let first = scalar()
    if first.isDecimalDigit || (first == "." && scalar(1).isDecimalDigit) { return try number() }
    if first.beginsWord {
      while scalar().continuesWord { place += 1 }
      return Token(kind: .word(text(from: start)), range: start..<place)
    }
    if first == "\"" || first == "'" { return try quoted(by: first) }
    return try sign()
  }

  private func text(from start: Int) -> String {
    String(String.UnicodeScalarView(scalars[start..<place]))
  }

  // MARK: Numbers and durations

  private mutating func number() throws(ExpressionFault) -> Token {
    let start = place
    skipDigits()
    if scalar() == ".", scalar(1).isDecimalDigit {
      place += 1
      skipDigits()
    }
    if scalar() == "e" || scalar() == "E" {
      let signs = scalar(1) == "+" || scalar(1) == "-" ? 2 : 1
      if scalar(signs).isDecimalDigit {
        place += signs
        skipDigits()
      }
    }
    let end = place
    let written = text(from: start)
    while scalar().continuesWord { place += 1 }
    let range = start..<place
    let value = Double(written.replacing("_", with: "")) ?? .infinity
    guard place > end else {
      guard value.isFinite else { throw ExpressionFault(range, "the number is too large") }
      return Token(kind: .number(value), range: range)
    }
    let whole = text(from: start)
    let unit = place == end + 1 ? Self.milliseconds(of: scalars[end]) : nil
    guard let unit else { return Token(kind: .digitWord(whole), range: range) }
    let length = value * unit
    guard !(length.magnitude > Self.longest) else { throw ExpressionFault(range, "the duration is too long") }
    return Token(kind: .duration(length, whole), range: range)
  }

  /// A hundred years.
  private static let longest = 3.2e12

  private mutating func skipDigits() {
    while scalar().isDecimalDigit || (scalar() == "_" && scalar(1).isDecimalDigit) { place += 1 }
  }

  private static func milliseconds(of unit: Unicode.Scalar) -> Double? {
    switch unit {
    case "s": 1000
    case "m": 60_000
    case "h": 3_600_000
    case "d": 86_400_000
    case "w": 604_800_000
    case "M": .nan
    default: nil
    }
  }

  // MARK: Texts and signs

  private mutating func quoted(by quote: Unicode.Scalar) throws(ExpressionFault) -> Token {
    let start = place
    place += 1
    while place < scalars.count, scalar() != quote { place += 1 }
    guard place < scalars.count else { throw ExpressionFault(start..<place, "the text has no closing quote") }
    place += 1
    let inner = String(String.UnicodeScalarView(scalars[(start + 1)..<(place - 1)]))
    return Token(kind: .text(inner), range: start..<place)
  }

  private mutating func sign() throws(ExpressionFault) -> Token {
    let start = place
    let single = String(scalar())
    let double = single + (place + 1 < scalars.count ? String(scalar(1)) : "")
    if let advice = Self.advice[double] ?? (Token.Sign(rawValue: double) == nil ? Self.advice[single] : nil) {
      throw ExpressionFault(start..<(start + 1), advice)
    }
    for candidate in [double, single] {
      guard let sign = Token.Sign(rawValue: candidate) else { continue }
      place += candidate.unicodeScalars.count
      return Token(kind: .sign(sign), range: start..<place)
    }
    throw ExpressionFault(start..<(start + 1), "the character '\(single)' has no meaning here")
  }

  /// What people of other languages write.
  private static let advice: [String: String] = [
    "=": "'=' has no meaning here; write == to compare", "!": "'!' has no meaning here; write not",
    "&": "'&' has no meaning here; write and", "|": "'|' has no meaning here; write or",
    "**": "'**' has no meaning here; write pow(x, y)", "^": "'^' has no meaning here; write pow(x, y)",
    "?": "'?' has no meaning here; write if … then … else …", "<>": "'<>' has no meaning here; write !=",
    "=>": "'=>' has no meaning here; write >=", "=<": "'=<' has no meaning here; write <=",
  ]
}

extension Unicode.Scalar {
  /// Whether it is one of 0 to 9.
  fileprivate var isDecimalDigit: Bool { ("0"..."9").contains(self) }

  fileprivate var beginsWord: Bool {
    ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_" || (!isASCII && properties.isAlphabetic)
  }

  fileprivate var continuesWord: Bool { beginsWord || isDecimalDigit }
}
