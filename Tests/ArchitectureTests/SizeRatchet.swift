// SPDX-License-Identifier: Apache-2.0

/// The size ratchet: files and functions that outgrow these limits are split, without a list of exceptions.
enum SizeRatchet {
  static let sourceFileLinesMax = 400
  static let testFileLinesMax = 600
  static let functionLinesMax = 70

  static func violations(in source: SwiftSource) -> [Violation] {
    var violations: [Violation] = []
    let fileMax = source.path.hasPrefix("Tests/") ? testFileLinesMax : sourceFileLinesMax
    if source.lineCount > fileMax {
      violations.append(
        Violation(path: source.path, line: fileMax, message: "\(source.lineCount) lines; split it at \(fileMax)."))
    }
    for function in functions(in: source) where function.lineCount > functionLinesMax {
      let size = "`\(function.name)` has \(function.lineCount) lines; the limit is \(functionLinesMax)."
      violations.append(Violation(path: source.path, line: function.firstLine, message: size))
    }
    return violations
  }

  struct Function: Equatable {
    let name: String
    let firstLine: Int
    let lineCount: Int
  }

  /// Functions, initialisers, subscripts and computed properties that have a body, nested ones too.
  static func functions(in source: SwiftSource) -> [Function] {
    let tokens = source.tokens
    return tokens.indices.compactMap { index in
      guard let name = declaredName(tokens, at: index), let brace = bodyStart(tokens, after: index) else { return nil }
      let end = (tokens.indexAfterBracket(at: brace) ?? tokens.count) - 1
      let firstLine = tokens[index].line
      return Function(name: name, firstLine: firstLine, lineCount: tokens[end].line - firstLine + 1)
    }
  }

  private static func declaredName(_ tokens: [SourceToken], at index: Int) -> String? {
    let token = tokens[index]
    guard token.kind == .word, tokens.at(index - 1)?.isSign(".") != true else { return nil }
    switch token.text {
    case "func": return tokens.at(index + 1)?.text
    case "init", "deinit", "subscript": return token.text
    case "var": return isComputed(tokens, at: index) ? tokens.at(index + 1)?.text : nil
    default: return nil
    }
  }

  /// A `var` whose type is followed by a brace on the line of the `var`, with no value in between.
  private static func isComputed(_ tokens: [SourceToken], at index: Int) -> Bool {
    guard tokens.at(index + 2)?.isSign(":") == true else { return false }
    for token in tokens[(index + 2)...] {
      if token.line != tokens[index].line || token.isSign("=") { return false }
      if token.isSign("{") { return true }
    }
    return false
  }

  /// The opening brace of the body; nil for a requirement of a protocol.
  private static func bodyStart(_ tokens: [SourceToken], after index: Int) -> Int? {
    let declarations: Set<String> = [
      "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "enum", "class", "actor", "protocol",
      "extension", "typealias", "associatedtype", "import", "static", "mutating", "public", "private",
    ]
    var position = index + 2
    if tokens[index].text == "init" || tokens[index].text == "deinit" || tokens[index].text == "subscript" {
      position = index + 1
    }
    while let token = tokens.at(position) {
      if token.isSign("{") { return position }
      if token.isSign("}") || token.isSign(";") { return nil }
      if token.kind == .word, declarations.contains(token.text), tokens.at(position - 1)?.isSign(".") != true {
        return nil
      }
      if token.isSign("(") || token.isSign("[") {
        guard let next = tokens.indexAfterBracket(at: position) else { return nil }
        position = next
      } else {
        position += 1
      }
    }
    return nil
  }
}
