// SPDX-License-Identifier: Apache-2.0
/// What must be said in words beside the code.
enum DocumentationGuard {
  /// Requirements of the standard library's protocols: their contract stands there, and a copy says less.
  static let inherited: Set<String> = ["==", "<", "hash", "description", "debugDescription", "encode"]

  static let licenceLine = "// SPDX-License-Identifier: Apache-2.0"

  /// Public declarations without a `///` above them.
  static func undocumented(in source: SwiftSource, protocols: DocumentedProtocols) -> [Violation] {
    source.tokens.indices.compactMap { index in
      let token = source.tokens[index]
      guard token.isWord("public") || token.isWord("open"), let name = declaredName(source.tokens, after: index),
        !inherited.contains(name), !isDocumented(source, line: token.line),
        !protocols.ask(for: name, ofDeclarationAt: index, in: source)
      else { return nil }
      let message = "public `\(name)` has no `///`: say what it is, then unit, range, what is refused."
      return Violation(path: source.path, line: token.line, message: message)
    }
  }

  /// The first sentence of a module stands at the top of its main file, before any code.
  static func opensWithSentence(_ source: SwiftSource) -> Bool {
    let firstCode = source.tokens.first?.line ?? Int.max
    let comment = source.comments.filter { $0.key < firstCode && !$0.value.contains("SPDX-License") }
      .sorted { $0.key < $1.key }
      .map { $0.value.drop { $0 == "/" || $0 == " " } }
      .joined(separator: " ")
    guard let end = comment.firstRange(of: /[.](\s|$)/) else { return false }
    return comment[..<end.lowerBound].split(separator: " ").count >= 4
  }

  private static func declaredName(_ tokens: [SourceToken], after index: Int) -> String? {
    let modifiers: Set<String> = [
      "static", "final", "mutating", "nonmutating", "private", "internal", "fileprivate", "set", "package",
      "indirect", "override", "class", "lazy", "weak", "nonisolated", "consuming", "borrowing", "required",
      "convenience", "prefix", "postfix", "infix", "isolated", "dynamic", "unowned",
    ]
    let kinds: Set<String> = [
      "struct", "class", "enum", "actor", "protocol", "func", "var", "let", "init", "subscript", "typealias",
      "associatedtype", "operator", "macro",
    ]
    for position in (index + 1)..<min(index + 10, tokens.count) {
      let token = tokens[position]
      let isClassModifier = token.isWord("class") && tokens.at(position + 1).map { kinds.contains($0.text) } == true
      if token.kind == .word, kinds.contains(token.text), !isClassModifier {
        return token.text == "init" || token.text == "subscript" ? token.text : name(tokens, at: position + 1)
      }
      guard modifiers.contains(token.text) || token.isSign("(") || token.isSign(")") else { return nil }
    }
    return nil
  }

  /// A name, or an operator made of several signs.
  private static func name(_ tokens: [SourceToken], at index: Int) -> String? {
    guard let first = tokens.at(index) else { return nil }
    guard first.kind == .sign else { return first.text }
    return tokens[index...].prefix { $0.kind == .sign && $0.line == first.line && !$0.isSign("(") }
      .map(\.text).joined()
  }

  /// Looks upwards over attributes and plain remarks for a documentation comment.
  static func isDocumented(_ source: SwiftSource, line: Int) -> Bool {
    var above = line - 1
    while above >= 1 {
      let text = source.lines[above - 1].trimmingPrefix { $0 == " " }
      if text.hasPrefix("///") { return true }
      guard text.hasPrefix("@") || text.hasPrefix("//") else { return false }
      above -= 1
    }
    return false
  }
}
