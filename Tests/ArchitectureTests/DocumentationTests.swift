// SPDX-License-Identifier: Apache-2.0
import Testing

/// What must be said in words beside the code.
enum DocumentationGuard {
  /// Modules that have a folder and a line in the manifest, and no code as yet. Shrinks to nothing.
  static let notBegun: Set<String> = [
    "ControlAPI", "ExchangeModel", "Performance", "TradeEngine", "BinanceExchange", "BotRuntime", "ControlPlane",
    "HTTPServer", "MarketHub", "PaperExchange", "SimServer", "Store", "ExchangeModelTests", "MarketDataTests",
    "TradingModelTests",
  ]

  /// Requirements of the standard library's protocols: their contract stands there, and a copy says less.
  static let inherited: Set<String> = ["==", "<", "hash", "description", "debugDescription", "encode"]

  static let licenceLine = "// SPDX-License-Identifier: Apache-2.0"

  /// Public declarations without a `///` above them.
  static func undocumented(in source: SwiftSource) -> [Violation] {
    source.tokens.indices.compactMap { index in
      let token = source.tokens[index]
      guard token.isWord("public") || token.isWord("open"), let name = declaredName(source.tokens, after: index),
        !inherited.contains(name), !isDocumented(source, line: token.line)
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
  private static func isDocumented(_ source: SwiftSource, line: Int) -> Bool {
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

@Suite struct `What is public is explained` {
  private func source(_ text: String, path: String = "Sources/Core/Planted/Planted.swift") -> SwiftSource {
    SwiftSource(path: path, text: text)
  }

  @Test func `every public declaration of the core has a documentation comment`() {
    let sources = Repository.swiftSources(below: "Sources/Core")
    #expect(!sources.isEmpty)
    let violations = sources.flatMap(DocumentationGuard.undocumented)
    #expect(violations.report == "")
  }

  @Test(arguments: [
    "public struct Price {}", "public static func + (a: A, b: A) -> A { a }", "public init() {}",
    "public private(set) var count = 0", "// no doc\npublic let a = 1", "/// Too far.\n\npublic let a = 1",
    "@inlinable\npublic func f() {}", "  @frozen public enum Side {}", "public subscript(_ i: Int) -> Int { i }",
    "public class func make() {}", "open class Thing {}",
  ])
  func `refuses a planted declaration without one`(text: String) {
    #expect(DocumentationGuard.undocumented(in: source(text)).count == 1)
  }

  @Test(arguments: [
    "/// A price.\npublic struct Price {}", "/// Doubles.\n@inlinable\npublic func f() {}",
    "public import TradingModel",
    "/// Steps.\n// pure-ok: a table\npublic func f() {}", "let text = \"public struct A {}\"", "struct Price {}",
    "extension Price {}", "public static func == (a: A, b: A) -> Bool { true }", "public var description: String",
  ])
  func `accepts what is documented or not public`(text: String) {
    #expect(DocumentationGuard.undocumented(in: source(text)).isEmpty)
  }

  @Test func `every Swift file begins with the licence line`() {
    let without = Repository.swiftSources.filter {
      $0.lines.first != DocumentationGuard.licenceLine && !Self.isNotBegun($0) && $0.path != "Package.swift"
    }
    #expect(without.map(\.path) == [], "Put `\(DocumentationGuard.licenceLine)` on top.")
    // The first line of a manifest belongs to the tools version.
    let manifest = Repository.swiftSources.first { $0.path == "Package.swift" }
    #expect(manifest?.lines.dropFirst().first == DocumentationGuard.licenceLine)
  }

  @Test func `every module says in one sentence what it is for`() {
    let folders = Dictionary(grouping: Repository.swiftSources(below: "Sources")) {
      $0.path.split(separator: "/").prefix(3).joined(separator: "/")
    }
    #expect(!folders.isEmpty)
    for (folder, sources) in folders.sorted(by: { $0.key < $1.key }) {
      let module = folder.split(separator: "/").last.map(String.init) ?? ""
      let main = "\(folder)/\(module).swift".lowercased()
      guard let file = sources.first(where: { $0.path.lowercased() == main }) else {
        Issue.record("\(folder) has no \(module).swift to open it")
        continue
      }
      #expect(
        Self.isNotBegun(file) || DocumentationGuard.opensWithSentence(file),
        "\(file.path) begins with a comment that says in a sentence what the module is for")
    }
  }

  @Test func `the map in ARCHITECTURE names every module and no other`() {
    let modules = Set(Repository.swiftSources(below: "Sources").map { String($0.path.split(separator: "/")[2]) })
    let page = Repository.text(of: "docs/ARCHITECTURE.md").split(separator: "\n")
    let mapped = page.compactMap { $0.wholeMatch(of: /\| `(\w+)` \|[^|]+\|/).map { String($0.1) } }
    let apps = Set(["botd", "botctl", "botsim"])
    #expect(Set(mapped) == modules.subtracting(apps))
    #expect(mapped.count == Set(mapped).count)
  }

  @Test func `a module without code is listed as not begun`() {
    let empty = Dictionary(grouping: Repository.swiftSources.filter { $0.path.contains("/") }) {
      $0.path.split(separator: "/").dropLast().prefix($0.path.hasPrefix("Sources/") ? 3 : 2).last.map(String.init) ?? ""
    }.filter { $0.value.allSatisfy { !$0.hasCode } }.keys
    #expect(Set(empty).subtracting(DocumentationGuard.notBegun) == [])
  }

  /// True for a file without code in a module that is listed; a listed module that holds code is held to every rule.
  private static func isNotBegun(_ source: SwiftSource) -> Bool {
    let module = source.path.split(separator: "/").dropLast().last.map(String.init) ?? ""
    return !source.hasCode && DocumentationGuard.notBegun.contains(module)
  }

  @Test func `a sentence is told from a label`() {
    let licence = DocumentationGuard.licenceLine + "\n"
    #expect(DocumentationGuard.opensWithSentence(source(licence + "\n/// The nouns of trading, exact.\nlet a = 1")))
    #expect(!DocumentationGuard.opensWithSentence(source(licence + "// Planted\n")))
    #expect(!DocumentationGuard.opensWithSentence(source(licence + "let a = 1 // This comes a bit late.\n")))
  }
}
