// SPDX-License-Identifier: Apache-2.0

/// The protocols of the core with what they ask for. A type that conforms takes the documentation from there.
struct DocumentedProtocols {
  /// Requirements of public protocols that have no `///`.
  private(set) var undocumented: [Violation] = []

  /// What each protocol asks for, by its name.
  private var requirements: [String: Set<String>] = [:]

  /// What each type or protocol says that it conforms to, wherever it says so.
  private var conformances: [String: Set<String>] = [:]

  init(in sources: [SwiftSource]) {
    for source in sources {
      for declaration in Self.declarations(in: source.tokens) {
        conformances[declaration.name, default: []].formUnion(declaration.inherits)
        if declaration.isProtocol { collect(declaration, in: source) }
      }
    }
  }

  /// True if the type around a declaration conforms to a protocol that asks for that name.
  func ask(for name: String, ofDeclarationAt index: Int, in source: SwiftSource) -> Bool {
    let around = Self.declarations(in: source.tokens).filter { $0.body.contains(index) }
    guard let type = around.max(by: { $0.body.lowerBound < $1.body.lowerBound }) else { return false }
    var unread = [type.name]
    var read: Set<String> = []
    while let next = unread.popLast() {
      guard read.insert(next).inserted else { continue }
      if requirements[next]?.contains(name) == true { return true }
      unread += conformances[next] ?? []
    }
    return false
  }

  private mutating func collect(_ declaration: Declaration, in source: SwiftSource) {
    let tokens = source.tokens
    let isPublic = tokens.at(declaration.start - 1)?.isWord("public") == true
    var depth = 0
    for index in declaration.body {
      if tokens[index].isSign("{") || tokens[index].isSign("(") { depth += 1 }
      if tokens[index].isSign("}") || tokens[index].isSign(")") { depth -= 1 }
      guard depth == 1, tokens[index].kind == .word, let name = Self.requirement(tokens, at: index) else { continue }
      requirements[declaration.name, default: []].insert(name)
      if isPublic, !DocumentationGuard.isDocumented(source, line: tokens[index].line) {
        let message = "`\(name)` of protocol `\(declaration.name)` has no `///`."
        undocumented.append(Violation(path: source.path, line: tokens[index].line, message: message))
      }
    }
  }

  private static func requirement(_ tokens: [SourceToken], at index: Int) -> String? {
    switch tokens[index].text {
    case "func", "var": tokens.at(index + 1)?.text
    case "init", "subscript": tokens[index].text
    default: nil
    }
  }

  private struct Declaration {
    let name: String
    let isProtocol: Bool
    let inherits: Set<String>
    let start: Int
    let body: Range<Int>
  }

  /// The types, extensions and protocols of a file, nested ones too.
  private static func declarations(in tokens: [SourceToken]) -> [Declaration] {
    let kinds: Set<String> = ["struct", "class", "enum", "actor", "protocol", "extension"]
    return tokens.indices.compactMap { index in
      guard tokens[index].kind == .word, kinds.contains(tokens[index].text), tokens.at(index + 1)?.kind == .word,
        let brace = tokens[index...].firstIndex(where: { $0.isSign("{") }),
        let end = tokens.indexAfterBracket(at: brace)
      else { return nil }
      let head = tokens[(index + 1)..<brace]
      let own = head.prefix { $0.kind == .word || $0.isSign(".") }
      let clause = head.drop { !$0.isSign(":") }.prefix { !$0.isWord("where") }
      return Declaration(
        name: own.last?.text ?? "", isProtocol: tokens[index].isWord("protocol"),
        inherits: Set(clause.filter { $0.kind == .word }.map(\.text)), start: index, body: brace..<end)
    }
  }
}
