// SPDX-License-Identifier: Apache-2.0

/// A piece of an expression's text; places count Unicode scalars from 0.
struct Token {
  let kind: Kind
  let range: Range<Int>

  enum Kind: Equatable {
    case number(Double)
    /// A duration in milliseconds with its text, which may be a timeframe's: `1h`. A month has no fixed length: NaN.
    case duration(Double, String)
    case text(String)
    /// A name or a keyword.
    case word(String)
    /// A word that begins with a digit: an asset such as `1INCH`.
    case digitWord(String)
    case sign(Sign)
    case end
  }

  enum Sign: String {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case remainder = "%"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case open = "("
    case close = ")"
    case openBracket = "["
    case closeBracket = "]"
    case comma = ","
    case point = "."
  }

  func isWord(_ word: String) -> Bool { kind == .word(word) }

  func isSign(_ sign: Sign) -> Bool { kind == .sign(sign) }

  /// What it is, for messages.
  var words: String {
    switch kind {
    case .number: "a number"
    case .duration(_, let text), .word(let text), .digitWord(let text): "'\(text)'"
    case .text: "a text"
    case .sign(let sign): "'\(sign.rawValue)'"
    case .end: "the end of the expression"
    }
  }
}

/// What is wrong with an expression, and where in its text.
struct ExpressionFault: Error, Hashable {
  let range: Range<Int>
  let message: String

  init(_ range: Range<Int>, _ message: String) {
    self.range = range
    self.message = message
  }
}

/// What an expression may have at most.
enum ExpressionLimits {
  /// Characters of its text.
  static let characters = 4000
  /// Parentheses, calls and conditionals inside one another.
  static let nesting = 64
  /// Operators, one on top of the other.
  static let height = 128
  /// How far back `x[n]` and its kin look.
  static let lookBack = 1000
}
