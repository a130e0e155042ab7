// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing
import YAMLDocuments

@Suite struct `YAML becomes a tree` {
  private func node(_ text: String) throws -> Node { try YAMLParser().parse(text) }

  @Test func `reads a bot file`() throws {
    let text = """
      # A bot.
      name: first
      pairs: [BTC/USDT, ETH/USDT]
      stake_amount: 50
      dry_run_wallet: "1000.00"
      risk:
        max_drawdown: 0.2
        max_exposure: null
      minimal_roi: { 0: 0.04, 30: .02 }
      trailing_stop: false
      description: |
        Two lines
        of text
      """
    let expected: Node = [
      "name": "first", "pairs": ["BTC/USDT", "ETH/USDT"], "stake_amount": 50, "dry_run_wallet": "1000.00",
      "risk": ["max_drawdown": 0.2, "max_exposure": nil], "minimal_roi": ["0": 0.04, "30": 0.02],
      "trailing_stop": false, "description": "Two lines\nof text",
    ]
    #expect(try node(text) == expected)
  }

  @Test func `knows where everything stood`() throws {
    let root = try node("a: 1\nb:\n  - x\n  - ä: y\n")
    #expect(root.position == Node.Position(line: 1, column: 1))
    #expect(root["b"]?[0]?.position == Node.Position(line: 3, column: 5))
    #expect(root["b"]?[1]?["ä"]?.position == Node.Position(line: 4, column: 8))
    #expect(root.object?[1].keyPosition == Node.Position(line: 2, column: 1))
  }

  @Test(arguments: [
    ("12", "12"), ("-5", "-5"), ("+5", "5"), (".5", "0.5"), ("-.5", "-0.5"), ("5.", "5"), ("0", "0"), ("0.10", "0.10"),
    ("1e3", "1e3"), ("1.5E-3", "1.5E-3"), ("1e400", "1e400"),
    ("1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"),
  ])
  func `keeps a number's text`(text: String, kept: String) throws {
    #expect(try node(text) == Node.number(try #require(NumberText(kept))))
  }

  @Test(arguments: [
    "yes", "no", "on", "off", "1_000", "1.2.3", "2026-01-01", "12:30", "5m", "1e", "0x", "- -", "BTC/USDT", "'12'",
    "\"true\"", "'~'", "nan", "inf", "<<",
  ])
  func `takes other words for text`(text: String) throws {
    guard text != "- -" else { return }
    #expect(try node(text).string != nil)
  }

  @Test(arguments: ["", "~", "null", "# only a remark\n", "---\n"])
  func `takes nothing for null`(text: String) throws {
    #expect(try node(text) == .null)
  }

  @Test func `takes an ampersand and a star within a text as they are`() throws {
    let text = "a: R&D *new* &co\nb: 'x &y *y'\nc: close * 2 & more\n"
    #expect(try node(text) == ["a": "R&D *new* &co", "b": "x &y *y", "c": "close * 2 & more"])
  }
}

@Suite struct `YAML that could be misread is refused` {
  private func refusal(_ text: String) -> YAMLError? {
    do {
      _ = try YAMLParser().parse(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a key given twice`() {
    #expect(refusal("a: 1\nb: 2\na: 3\n")?.reason == .duplicateKey("a"))
    #expect(refusal("0: x\n\"0\": y\n")?.reason == .duplicateKey("0"))
    #expect(refusal("a:\n  b: 1\n  b: 2\n")?.position?.line == 2)
  }

  @Test(arguments: ["a: &x 1\n", "a: &x [1]\nb: *x\n", "&a b: 1", "a: *x\n", "- &x {b: 1}\n- *x\n"])
  func `anchors and aliases`(text: String) {
    #expect(refusal(text)?.reason == .anchorOrAlias)
  }

  @Test func `a bomb of aliases, at once`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    text += "? *a30\n: 1\n"
    #expect(refusal(text)?.reason == .anchorOrAlias)
  }

  @Test(arguments: ["a: !!str 5", "a: !x 'y'", "!!map {a: 1}", "- !!seq [1]", "!x a: 1", "a: ! 5"])
  func `tags`(text: String) {
    guard case .tag = refusal(text)?.reason else {
      Issue.record("\(text) gave \(String(describing: refusal(text)))")
      return
    }
  }

  @Test(arguments: ["0x1F", "0o17", "007", "-01", "00.5", ".inf", "-.Inf", ".nan"])
  func `numbers that are not what they look like`(text: String) {
    guard case .number = refusal("a: \(text)")?.reason else {
      Issue.record("\(text) gave \(String(describing: refusal(text)))")
      return
    }
  }

  @Test(arguments: ["? [a]\n: 1", "? {a: 1}\n: 1", "?\n: 1", "'': 1"])
  func `keys that are no text`(text: String) {
    #expect(refusal(text)?.reason == .keyIsNoText)
  }

  @Test func `a second document`() {
    #expect(refusal("a: 1\n---\nb: 2\n")?.reason == .severalDocuments)
  }

  @Test(arguments: [65, 999, 5000, 100_000])
  func `depth`(depth: Int) {
    for (opening, closing) in [("[", "]"), ("{a: ", "}")] {
      let text = String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
      guard case .tooDeep = refusal(text)?.reason else {
        Issue.record("\(depth) levels of \(opening) gave \(String(describing: refusal(text)))")
        continue
      }
    }
    guard depth < 10_000 else { return }
    guard case .tooDeep = refusal(String(repeating: "- ", count: depth) + "1")?.reason else {
      Issue.record("\(depth) levels of lists")
      return
    }
  }

  @Test func `a text that is too large`() {
    let text = "a: " + String(repeating: "x", count: 1 << 20)
    #expect(refusal(text)?.reason == .tooLarge(maximumBytes: 1 << 20))
  }

  @Test(arguments: [
    ("a: [1", 1), ("a: 1\n b: 2", 2), ("a: 'x", 1), ("a:\n\t- b", 2), ("a: b: c", 1), ("a: \"\\q\"", 1),
  ])
  func `what isn't YAML, with its line`(text: String, line: Int) throws {
    let error = try #require(refusal(text))
    guard case .malformed = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect((error.position?.line ?? 0) >= line)
    #expect(error.description.hasPrefix("line "))
  }

  @Test func `a control character, with its place`() {
    #expect(refusal("a: 1\nb: x\u{1}y\n")?.position == Node.Position(line: 2, column: 5))
  }
}
