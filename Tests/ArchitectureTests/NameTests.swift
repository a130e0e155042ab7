// SPDX-License-Identifier: Apache-2.0
import Testing

/// Names that say nothing, and words that say that something isn't done.
enum NameGuard {
  /// Drawers into which anything fits.
  static let forbiddenWords: Set<String> = [
    "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Common", "Manager", "Core",
  ]

  private static let typeKeywords: Set<String> = [
    "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype", "macro",
  ]

  static func violations(in source: SwiftSource) -> [Violation] {
    let file = String(source.path.split(separator: "/").last ?? "").replacing(".swift", with: "")
    var violations = words(of: file).filter(forbiddenWords.contains).map {
      Violation(path: source.path, line: 1, message: "a file is named after what is in it, not `\($0)`.")
    }
    for (index, token) in source.tokens.enumerated() where token.kind == .word && typeKeywords.contains(token.text) {
      guard let name = source.tokens.at(index + 1), name.kind == .word else { continue }
      for word in words(of: name.text) where forbiddenWords.contains(word) {
        let message = "`\(name.text)`: `\(word)` doesn't say what the type is; name the resource or the rule."
        violations.append(Violation(path: source.path, line: name.line, message: message))
      }
    }
    return violations
  }

  /// Comments that promise work instead of describing code.
  static func promises(in source: SwiftSource) -> [Violation] {
    source.comments.sorted { $0.key < $1.key }.compactMap { line, comment in
      let words = comment.split { !$0.isLetter }
      guard let word = words.first(where: { ["TODO", "FIXME", "XXX", "HACK"].contains($0) }) else { return nil }
      return Violation(path: source.path, line: line, message: "`\(word)`: do it now, or open an issue.")
    }
  }

  /// `HTTPManager+Core` is `HTTP`, `Manager`, `Core`.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var current = ""
    let letters = Array(name)
    for (index, letter) in letters.enumerated() {
      let next = index + 1 < letters.count ? letters[index + 1] : nil
      let beginsWord = letter.isUppercase && (current.last?.isUppercase != true || next?.isLowercase == true)
      if !letter.isLetter || beginsWord {
        if !current.isEmpty { words.append(current) }
        current = ""
      }
      if letter.isLetter { current.append(letter) }
    }
    if !current.isEmpty { words.append(current) }
    return words
  }
}

@Suite struct `Names say what a thing is` {
  @Test func `no file or type is a drawer, and no comment puts work off`() {
    let violations = Repository.swiftSources.flatMap { NameGuard.violations(in: $0) + NameGuard.promises(in: $0) }
    #expect(violations.report == "")
  }

  @Test(arguments: [
    ("StringUtils.swift", "let a = 1"), ("Order+Helpers.swift", "let a = 1"), ("Common.swift", "let a = 1"),
    ("Orders.swift", "final class OrderManager {}"), ("Orders.swift", "enum Helper {}"),
    ("Orders.swift", "struct EngineCore {}"), ("Orders.swift", "typealias UtilTable = [Int]"),
  ])
  func `refuses a planted name`(file: String, text: String) {
    let source = SwiftSource(path: "Sources/Shell/Planted/\(file)", text: text)
    #expect(NameGuard.violations(in: source).count == 1)
  }

  @Test(arguments: [
    ("Scorecard.swift", "struct Score {}"), ("Orders.swift", "// a Manager\nlet manager = OrderManager()"),
    ("Encore.swift", "enum Uncommon {}"), ("Corel.swift", "actor Corer {}"),
  ])
  func `accepts a name that only looks alike`(file: String, text: String) {
    #expect(NameGuard.violations(in: SwiftSource(path: "Sources/Core/Planted/\(file)", text: text)).isEmpty)
  }

  @Test func `refuses a planted promise`() {
    let source = SwiftSource(path: "Planted.swift", text: "let a = 1  // \u{54}ODO: fees\nlet b = \"\u{54}ODO\"")
    #expect(NameGuard.promises(in: source).map(\.line) == [1])
  }

  @Test(arguments: [
    ("HTTPManager+Core", ["HTTP", "Manager", "Core"]), ("orderID2Utils", ["order", "ID", "Utils"]), ("core", ["core"]),
  ])
  func `splits a name into its words`(name: String, words: [String]) {
    #expect(NameGuard.words(of: name) == words)
  }
}
