// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct `Files and functions stay small` {
  private func source(_ text: String, path: String = "Sources/Core/Planted/Planted.swift") -> SwiftSource {
    SwiftSource(path: path, text: text)
  }

  /// A function of that many lines, its braces included.
  private func function(_ head: String, lines: Int) -> String {
    head + " {\n" + String(repeating: "  step()\n", count: lines - 2) + "}\n"
  }

  @Test func `no file and no function outgrows its limit`() {
    #expect(Repository.swiftSources.count > 1)
    let violations = Repository.swiftSources.flatMap(SizeRatchet.violations)
    #expect(violations.report == "")
  }

  @Test(arguments: [
    ("Sources/Core/A/B.swift", 400, 0), ("Sources/Core/A/B.swift", 401, 1), ("Tests/ATests/B.swift", 600, 0),
    ("Tests/ATests/B.swift", 601, 1), ("Benchmarks/a/B.swift", 401, 1),
  ])
  func `refuses a planted file that is too long`(path: String, lines: Int, violations: Int) {
    let text = String(repeating: "let a = 1\n", count: lines)
    #expect(SizeRatchet.violations(in: source(text, path: path)).count == violations)
  }

  @Test(arguments: [
    "func step()", "init(_ a: Int = f { 1 })", "subscript(_ index: Int) -> Int", "var total: Int", "deinit",
    "func `steps once, as told`<T>(_ a: T) async throws -> [T] where T: Hashable",
    "static func == (a: A, b: A) -> Bool",
  ])
  func `refuses a planted function that is too long`(head: String) {
    #expect(SizeRatchet.violations(in: source(function(head, lines: 70))).isEmpty)
    let violations = SizeRatchet.violations(in: source("\n" + function(head, lines: 71)))
    #expect(violations.map(\.line) == [2], "\(violations)")
  }

  @Test func `braces in strings and comments do not count`() {
    let functions = SizeRatchet.functions(
      in: source("func a() {\n  \"}\" // }\n  /* }\n } */\n}\nfunc b() { \"\\(f { \"}\" })\" }\n"))
    #expect(functions.map(\.name) == ["a", "b"])
    #expect(functions.map(\.lineCount) == [5, 1])
  }

  @Test func `a nested function is measured apart, a requirement not at all`() {
    let text = "protocol P {\n  func a(b: Int) -> Int\n  var c: Int { get }\n}\nfunc d() {\n  func e() {\n  }\n}\n"
    let functions = SizeRatchet.functions(in: source(text))
    #expect(functions.map(\.name) == ["c", "d", "e"])
    #expect(functions.map(\.lineCount) == [1, 4, 2])
  }
}
