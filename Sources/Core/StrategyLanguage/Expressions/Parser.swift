// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// Reads an expression. From loose to tight: `on`, `if`, `or`, `and`, `not`, comparisons, `+ -`, `* / %`, unary minus,
/// `x[n]` and `x.field`.
struct Parser {
  private let tokens: [Token]
  private var place = 0
  private var depth = 0

  /// The tree of a text.
  static func parse(_ text: String) throws(ExpressionFault) -> Syntax {
    var parser = Parser(tokens: try Lexer.tokens(text))
    guard parser.token.kind != .end else {
      throw ExpressionFault(0..<1, "the expression is empty; write one such as close > open")
    }
    let syntax = try parser.expression()
    guard parser.token.kind == .end else { throw parser.unexpected("an operator or the end") }
    return syntax
  }

  private init(tokens: [Token]) { self.tokens = tokens }

  // MARK: Tokens

  /// The end is never taken, so there is always one.
  private var token: Token { tokens[place] }

  @discardableResult
  private mutating func take() -> Token {
    let taken = token
    if place + 1 < tokens.count { place += 1 }
    return taken
  }

  private mutating func takes(_ sign: Token.Sign) -> Bool {
    guard token.isSign(sign) else { return false }
    take()
    return true
  }

  private mutating func takes(word: String) -> Bool {
    guard token.isWord(word) else { return false }
    take()
    return true
  }

  private mutating func need(_ sign: Token.Sign) throws(ExpressionFault) {
    guard takes(sign) else { throw unexpected("'\(sign.rawValue)'") }
  }

  private mutating func need(word: String) throws(ExpressionFault) {
    guard takes(word: word) else { throw unexpected("'\(word)'") }
  }

  private func unexpected(_ wanted: String) -> ExpressionFault {
    ExpressionFault(token.range, "expected \(wanted), and there is \(token.words)")
  }

  /// Goes a level deeper, within bounds.
  private mutating func deeper(
    _ body: (inout Parser) throws(ExpressionFault) -> Syntax
  ) throws(ExpressionFault) -> Syntax {
    guard depth < ExpressionLimits.nesting else {
      throw ExpressionFault(
        token.range, "expressions nest at most \(ExpressionLimits.nesting) levels; name a part under indicators")
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  private func node(_ kind: Syntax.Kind, _ range: Range<Int>) throws(ExpressionFault) -> Syntax {
    let syntax = Syntax(kind, range)
    guard syntax.height <= ExpressionLimits.height else {
      throw ExpressionFault(
        range, "at most \(ExpressionLimits.height) operators stand one on the other; name a part under indicators")
    }
    return syntax
  }

  // MARK: Loose to tight

  private mutating func expression() throws(ExpressionFault) -> Syntax {
    try deeper { (parser) throws(ExpressionFault) in
      let inner = try parser.disjunction()
      guard parser.takes(word: "on") else { return inner }
      let target = try parser.target()
      let end = parser.tokens[max(0, parser.place - 1)].range.upperBound
      if parser.token.isWord("on") {
        throw ExpressionFault(parser.token.range, "one expression is taken on one series; there is a second 'on'")
      }
      return try parser.node(.on(inner, target), inner.range.lowerBound..<max(end, inner.range.upperBound))
    }
  }

  private mutating func target() throws(ExpressionFault) -> Syntax.Target {
    var pair: Pair?
    switch token.kind {
    case .word, .digitWord: pair = try self.pair()
    default: break
    }
    guard case .duration(_, let text) = token.kind else {
      guard let pair else { throw unexpected("a timeframe or a pair after 'on', such as 1h or BTC/USDT 1h") }
      return Syntax.Target(pair: pair, timeframe: nil)
    }
    guard let timeframe = Timeframe(rawValue: text) else {
      let all = Timeframe.allCases.map(\.text).joined(separator: ", ")
      throw ExpressionFault(token.range, "'\(text)' is no timeframe; there are \(all)")
    }
    take()
    return Syntax.Target(pair: pair, timeframe: timeframe)
  }

  private mutating func pair() throws(ExpressionFault) -> Pair {
    let start = token.range.lowerBound
    var text = ""
    for part in 0..<3 {
      if part == 1 {
        guard takes(.divided) else { throw unexpected("'/' of a pair such as BTC/USDT") }
        text += "/"
        continue
      }
      switch token.kind {
      case .word(let word), .digitWord(let word), .duration(_, let word): text += word
      default: throw unexpected("a pair such as BTC/USDT")
      }
      take()
    }
    guard let pair = Pair(text) else {
      throw ExpressionFault(start..<(start + text.unicodeScalars.count), "'\(text)' is no pair; write one as BTC/USDT")
    }
    return pair
  }

  private mutating func conditional() throws(ExpressionFault) -> Syntax {
    let start = take().range.lowerBound
    let condition = try expression()
    try need(word: "then")
    let yes = try expression()
    try need(word: "else")
    let no = try deeper { (parser) throws(ExpressionFault) in try parser.disjunction() }
    return try node(.choose(condition, yes, no), start..<no.range.upperBound)
  }

  private mutating func disjunction() throws(ExpressionFault) -> Syntax {
    var left = try conjunction()
    while takes(word: "or") { left = try binary(.or, left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws(ExpressionFault) -> Syntax {
    var left = try negation()
    while takes(word: "and") { left = try binary(.and, left, try negation()) }
    return left
  }

  private mutating func negation() throws(ExpressionFault) -> Syntax {
    guard token.isWord("not") else { return try comparison() }
    let start = take().range.lowerBound
    let inner = try deeper { (parser) throws(ExpressionFault) in try parser.negation() }
    return try node(.unary(.not, inner), start..<inner.range.upperBound)
  }

  private mutating func comparison() throws(ExpressionFault) -> Syntax {
    let left = try sum()
    guard let comparison = operation(), comparison.isComparison else { return left }
    take()
    let result = try binary(comparison, left, try sum())
    if let second = operation(), second.isComparison {
      throw ExpressionFault(token.range, "comparisons don't chain; write a < b and b < c")
    }
    return result
  }

  private mutating func sum() throws(ExpressionFault) -> Syntax {
    var left = try product()
    while let sign = operation(), sign == .plus || sign == .minus {
      take()
      left = try binary(sign, left, try product())
    }
    return left
  }

  private mutating func product() throws(ExpressionFault) -> Syntax {
    var left = try unary()
    while let sign = operation(), sign == .times || sign == .divided || sign == .remainder {
      take()
      left = try binary(sign, left, try unary())
    }
    return left
  }

  private mutating func unary() throws(ExpressionFault) -> Syntax {
    guard token.isSign(.minus) else { return try postfix() }
    let start = take().range.lowerBound
    let inner = try deeper { (parser) throws(ExpressionFault) in try parser.unary() }
    return try node(.unary(.negate, inner), start..<inner.range.upperBound)
  }

  private mutating func postfix() throws(ExpressionFault) -> Syntax {
    var inner = try primary()
    while true {
      let start = inner.range.lowerBound
      if takes(.openBracket) {
        let index = try expression()
        let end = token.range.upperBound
        try need(.closeBracket)
        inner = try node(.past(inner, index), start..<end)
      } else if takes(.point) {
        guard case .word(let field) = token.kind else { throw unexpected("a name after '.', such as bb.lower") }
        inner = try node(.field(inner, field), start..<take().range.upperBound)
      } else {
        return inner
      }
    }
  }

  // MARK: Operands

  private mutating func primary() throws(ExpressionFault) -> Syntax {
    let range = token.range
    switch token.kind {
    case .number(let value):
      take()
      return try node(.number(value), range)
    case .duration(let value, let text):
      guard value.isFinite else {
        throw ExpressionFault(range, "a month has no fixed length; write '\(text)' in days")
      }
      take()
      return try node(.duration(value), range)
    case .text(let text):
      take()
      return try node(.text(text), range)
    case .sign(.open):
      take()
      let inner = try expression()
      let end = token.range.upperBound
      try need(.close)
      return try node(inner.kind, range.lowerBound..<end)
    case .word("true"), .word("false"): return try node(.truth(take().isWord("true")), range)
    case .word("if"): return try deeper { (parser) throws(ExpressionFault) in try parser.conditional() }
    case .word(let word) where !Self.keywords.contains(word):
      take()
      return token.isSign(.open) ? try call(word, from: range.lowerBound) : try node(.name(word), range)
    default: throw unexpected("a value")
    }
  }

  private mutating func call(_ name: String, from start: Int) throws(ExpressionFault) -> Syntax {
    take()
    var arguments: [Syntax] = []
    if !token.isSign(.close) {
      repeat { arguments.append(try expression()) } while takes(.comma)
    }
    let end = token.range.upperBound
    guard takes(.close) else { throw unexpected("',' or ')'") }
    return try node(.call(name, arguments), start..<end)
  }

  private func operation() -> Syntax.Binary? {
    guard case .sign(let sign) = token.kind else { return nil }
    return Syntax.Binary(rawValue: sign.rawValue)
  }

  private func binary(_ operation: Syntax.Binary, _ left: Syntax, _ right: Syntax) throws(ExpressionFault) -> Syntax {
    try node(.binary(operation, left, right), left.range.lowerBound..<right.range.upperBound)
  }

  /// Words that can't be names.
  static let keywords: Set<String> = ["and", "or", "not", "if", "then", "else", "on", "true", "false"]
}
