// SPDX-License-Identifier: Apache-2.0
import Testing

/// Tools that switch a check of the compiler off. Each has a ceiling, which only ever goes down.
enum SharpTool: String, CaseIterable {
  case uncheckedSendable = "@unchecked Sendable"
  case nonisolatedUnsafe = "nonisolated(unsafe)"
  case preconcurrency = "@preconcurrency"
  case forcedTry = "try!"
  case forcedCast = "as!"
  case fatalError = "fatalError("
  case unsafeBitCast = "unsafeBitCast("
  case unownedTask = "Task { … } that nobody keeps"

  /// How many of them there are in Sources. Raise it only in a change that says why nothing else works.
  var ceiling: Int { 0 }

  /// The tokens that make the tool, one after another.
  private var signature: [String] {
    switch self {
    case .uncheckedSendable: ["@", "unchecked"]
    case .nonisolatedUnsafe: ["nonisolated", "(", "unsafe"]
    case .preconcurrency: ["@", "preconcurrency"]
    case .forcedTry: ["try", "!"]
    case .forcedCast: ["as", "!"]
    case .fatalError: ["fatalError", "("]
    case .unsafeBitCast: ["unsafeBitCast", "("]
    case .unownedTask: ["Task", "{"]
    }
  }

  func uses(in source: SwiftSource) -> [Violation] {
    let tokens = source.tokens
    let signature = signature
    return tokens.indices.compactMap { index in
      let isHere = signature.indices.allSatisfy { offset in
        tokens.at(index + offset).map { $0.text == signature[offset] && $0.kind != .rawWord } ?? false
      }
      guard isHere, self != .unownedTask || Self.isStatement(tokens, at: index) else { return nil }
      return Violation(path: source.path, line: tokens[index].line, message: rawValue)
    }
  }

  /// True where the value of the expression that begins at `index` goes nowhere.
  private static func isStatement(_ tokens: [SourceToken], at index: Int) -> Bool {
    guard let before = tokens.at(index - 1) else { return true }
    let keepers: Set<String> = ["=", "(", ",", ":", "[", "?"]
    if before.kind == .sign && keepers.contains(before.text) {
      return before.isSign("=") && tokens.at(index - 2)?.isWord("_") == true
    }
    return !before.isWord("return")
  }
}

@Suite struct `Sharp tools are counted` {
  @Test(arguments: SharpTool.allCases)
  func `Sources holds exactly as many as the ceiling says`(tool: SharpTool) {
    let sources = Repository.swiftSources(below: "Sources")
    #expect(!sources.isEmpty)
    let uses = sources.flatMap(tool.uses)
    #expect(uses.count <= tool.ceiling, "Find another way than \(tool.rawValue):\n\(uses.report)")
    #expect(uses.count >= tool.ceiling, "Fewer \(tool.rawValue) than the ceiling: lower it.")
  }

  @Test(arguments: [
    (SharpTool.uncheckedSendable, "final class Box: @unchecked Sendable {}"),
    (.nonisolatedUnsafe, "nonisolated(unsafe) var count = 0"),
    (.preconcurrency, "@preconcurrency import Foundation"),
    (.forcedTry, "let a = try! open()"),
    (.forcedCast, "let a = b as! Order"),
    (.fatalError, "default: fatalError(\"no\")"),
    (.unsafeBitCast, "let a = unsafeBitCast(b, to: Int.self)"),
    (.unownedTask, "func f() {\n  Task { await g() }\n}"),
    (.unownedTask, "_ = Task { await g() }"),
  ])
  func `finds a planted one`(tool: SharpTool, text: String) {
    #expect(tool.uses(in: SwiftSource(path: "Planted.swift", text: text)).count == 1)
  }

  @Test func `leaves alone what only looks like one`() {
    let text = """
      // try! as! fatalError( @unchecked Sendable
      let a = try? b as? Order; let c = "fatalError("
      let task = Task { 1 }; tasks.append(Task { 2 })
      nonisolated func `fatalError`() { try work() }
      """
    let source = SwiftSource(path: "Planted.swift", text: text)
    for tool in SharpTool.allCases { #expect(tool.uses(in: source).isEmpty, "\(tool)") }
  }
}
