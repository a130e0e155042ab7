// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct `The scanner tells code from text` {
  @Test func `words in comments and strings are no code`() {
    let source = SwiftSource(
      path: "Planted.swift",
      text: ###"""
        let a = "Date() { \(b + "Float {") }" // Double
        /* Date /* nested { */ Date */ let c = #"raw " \(Date) "# + 1_000.5
        let d = """
          Date { "quoted" \(e)
          """
        func `refuses Double { prices`() {}
        """###)
    let words = source.tokens.filter { $0.kind == .word }.map(\.text)
    #expect(words == ["let", "a", "b", "let", "c", "let", "d", "e", "func"])
    #expect(source.tokens.filter { $0.kind == .rawWord }.map(\.text) == ["refuses Double { prices"])
    #expect(source.comments.keys.sorted() == [1, 2])
    #expect(source.tokens.last?.line == 6)
  }

  @Test func `a remark counts only with a reason`() {
    let source = SwiftSource(path: "Planted.swift", text: "a // pure-ok: it is a table\nb // pure-ok:\nc // pure\n")
    #expect(source.remark("pure-ok", on: 1) == "it is a table")
    #expect(source.remark("pure-ok", on: 2) == nil)
    #expect(source.remark("pure-ok", on: 3) == nil)
    #expect(source.lineCount == 3)
  }

  @Test func `brackets are matched across lines`() {
    let source = SwiftSource(path: "Planted.swift", text: "f([1, { 2 }],\n g())\nrest")
    #expect(source.tokens.indexAfterBracket(at: 1).map { source.tokens[$0].text } == "rest")
    #expect(SwiftSource(path: "Planted.swift", text: "(()").tokens.indexAfterBracket(at: 0) == nil)
  }
}
