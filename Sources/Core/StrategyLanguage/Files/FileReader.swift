// SPDX-License-Identifier: Apache-2.0

import Documents
import StrategyKit
import TradingModel

/// Reads values of a document's tree and collects what is wrong with them.
struct FileReader {
  private(set) var faults: [StrategyFileFault] = []
  /// The expressions of the file, in order.
  private(set) var expressions: [FileExpression] = []
  private let source: SourceText?

  init(source: String?) { self.source = source.map(SourceText.init) }

  mutating func fail(_ node: Node, _ field: String, _ message: String) {
    fail(at: node.position, field, Self.text(of: node), message)
  }

  mutating func fail(at position: Node.Position?, _ field: String, _ value: String, _ message: String) {
    faults.append(StrategyFileFault(position, field, value, message))
  }

  /// Notes what is wrong with an expression, at its place in it.
  mutating func fail(_ fault: ExpressionFault, in expression: FileExpression) {
    faults.append(expression.fault(fault, source: source))
  }

  /// A value as people wrote it, for faults.
  static func text(of node: Node) -> String {
    switch node.content {
    case .null: ""
    case .bool(let value): "\(value)"
    case .number(let number): number.text
    case .string(let text): text
    case .array, .object: node.kindName
    }
  }

  // MARK: Objects and lists

  /// The members of an object whose keys are known; a fault for each other key.
  mutating func members(_ node: Node, _ field: String, keys: [String], whatItIs: String) -> [Node.Member]? {
    guard let members = node.object else {
      fail(node, field, "\(whatItIs), and this is \(node.kindName)")
      return nil
    }
    var known: [Node.Member] = []
    for member in members {
      let path = Self.path(field, member.key)
      if known.contains(where: { $0.key == member.key }) {
        fail(at: member.keyPosition, path, member.key, "the key '\(member.key)' appears twice")
      } else if keys.contains(member.key) {
        known.append(member)
      } else {
        fail(at: member.keyPosition, path, member.key, Self.unknown(member.key, keys: keys))
      }
    }
    return known
  }

  static func path(_ field: String, _ key: String) -> String { field.isEmpty ? key : "\(field).\(key)" }

  private static func unknown(_ key: String, keys: [String]) -> String {
    if key.contains(")") || key.contains("(") {
      return "there is no key '\(key)'; put quotes around an expression with a comma in it"
    }
    if let advice = FileKeys.advice[key] { return "there is no key '\(key)'; \(advice)" }
    let hint = NameSuggestion.closest(to: key, among: keys).map { "; did you mean '\($0)'?" } ?? ""
    let all = keys.count > 12 ? "" : " (there are \(keys.joined(separator: ", ")))"
    return "there is no key '\(key)'\(hint)\(all)"
  }

  /// The elements of a list of bounded length.
  mutating func list(_ node: Node, _ field: String, most: Int, whatItIs: String) -> [Node] {
    guard let elements = node.array else {
      fail(node, field, "\(whatItIs), and this is \(node.kindName)")
      return []
    }
    if elements.count > most { fail(node, field, "there are at most \(most), and this has \(elements.count)") }
    return Array(elements.prefix(most))
  }

  // MARK: Plain values

  mutating func string(_ node: Node, _ field: String, most: Int = 2000) -> String? {
    guard let text = node.string else {
      fail(node, field, "this is a text, and here is \(node.kindName); put quotes around it")
      return nil
    }
    guard text.unicodeScalars.count <= most else {
      fail(node, field, "this has at most \(most) characters")
      return nil
    }
    return text
  }

  mutating func bool(_ node: Node, _ field: String) -> Bool? {
    if node.bool == nil { fail(node, field, "this is true or false, and here is \(node.kindName)") }
    return node.bool
  }

  mutating func whole(_ node: Node, _ field: String, _ range: ClosedRange<Int>) -> Int? {
    guard let value = node.int64, range.contains(Int(value)) else {
      fail(node, field, "this is a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return Int(value)
  }

  /// An exact decimal number.
  mutating func decimal(_ node: Node, _ field: String) -> Fixed? {
    guard let number = node.number, let value = Fixed(number.text) else {
      fail(node, field, "this is a decimal number such as 0.05, and here is \(Self.shown(node))")
      return nil
    }
    return value
  }

  mutating func decimal(_ node: Node, _ field: String, from least: Fixed, to most: Fixed) -> Fixed? {
    guard let value = decimal(node, field) else { return nil }
    guard value >= least, value <= most else {
      fail(node, field, "this lies between \(least) and \(most), and is \(value)")
      return nil
    }
    return value
  }

  private static func shown(_ node: Node) -> String {
    if case .number(let number) = node.content { return "\(String(number.text.prefix(40))), which has too many digits" }
    return node.kindName
  }

  // MARK: Expressions

  /// An expression; a plain number or truth value is one too. It is kept, wrong or not.
  mutating func expression(_ node: Node, _ field: String) -> Int? {
    let text: String
    switch node.content {
    case .string(let written): text = written
    case .number(let number): text = number.text
    case .bool(let value): text = "\(value)"
    case .null, .array, .object:
      fail(node, field, "this is an expression such as close > open, and here is \(node.kindName)")
      return nil
    }
    var expression = FileExpression(field: field, text: text, position: node.position, syntax: nil)
    do {
      expression.syntax = try Parser.parse(text)
    } catch {
      fail(error, in: expression)
    }
    expressions.append(expression)
    return expressions.count - 1
  }
}

/// An expression of a file, with its place.
struct FileExpression: Sendable {
  let field: String
  let text: String
  let position: Node.Position?
  /// Nil where it could not be read.
  var syntax: Syntax?

  /// A fault of the expression, at its place in the file.
  func fault(_ fault: ExpressionFault, source: SourceText?) -> StrategyFileFault {
    let place = position.map { start in
      source?.position(of: fault.range.lowerBound, in: text, at: start)
        ?? Node.Position(line: start.line, column: start.column + fault.range.lowerBound)
    }
    return StrategyFileFault(place, field, part(fault.range), fault.message)
  }

  /// A part of the text.
  func part(_ range: Range<Int>) -> String {
    let scalars = text.unicodeScalars
    return String(String.UnicodeScalarView(scalars.dropFirst(range.lowerBound).prefix(range.count)))
  }
}
