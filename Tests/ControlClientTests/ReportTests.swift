// SPDX-License-Identifier: Apache-2.0
import ControlClient
import Documents
import Synchronization
import Testing

/// Keeps what is written.
final class Paper: Sendable {
  private let texts = Mutex<(output: String, remarks: [String])>(("", []))

  var output: String { texts.withLock { $0.output } }
  var remarks: [String] { texts.withLock { $0.remarks } }

  func console(answer: (@Sendable (String) -> String?)? = nil) -> Console {
    Console(
      write: { text in self.texts.withLock { $0.output += text } },
      remark: { text in self.texts.withLock { $0.remarks.append(text) } }, ask: answer, size: { nil }, isColoured: false
    )
  }
}

@Suite struct `Data comes in the form that was asked for` {
  private static let shape = Shape(
    nameKey: "id", emptyRemark: "Nothing.", [Column("id", .number), Column("tag"), Column("list", isWide: true)])
  private static let list = ItemList(
    items: [["id": 1, "tag": "a,\"b\"", "list": ["x", "y"]], ["id": 2, "tag": nil, "list": []]], nextCursor: "2")

  private func written(_ format: OutputFormat, _ list: ItemList = list) -> Paper {
    let paper = Paper()
    Report(console: paper.console(), format: format).list(list, Self.shape)
    return paper
  }

  @Test func `a table with the common columns`() {
    #expect(written(.table).output == "ID  TAG\n 1  a,\"b\"\n 2  -\n")
    #expect(written(.table).remarks == ["There are more; --limit 0 shows all."])
  }

  @Test func `a table with all columns`() {
    #expect(written(.wide).output == "ID  TAG    LIST\n 1  a,\"b\"  x, y\n 2  -      \n")
  }

  @Test func `JSON in the API's form`() throws {
    let node = try JSONParser().parse(written(.json).output)
    #expect(node == Self.list.node)
    #expect(written(.json).remarks == [])
  }

  @Test func `a line of JSON for each item`() throws {
    let lines = written(.jsonl).output.split(separator: "\n")
    #expect(try lines.map { try JSONParser().parse(String($0)) } == Self.list.items)
  }

  @Test func `YAML in the API's form`() {
    #expect(written(.yaml).output == Self.list.node.yaml())
  }

  @Test func `names`() {
    #expect(written(.name).output == "1\n2\n")
  }

  @Test func `CSV with every column and the API's values`() {
    #expect(written(.csv).output == "id,tag,list\n1,\"a,\"\"b\"\"\",x y\n2,,\n")
  }

  @Test func `an empty list is said on standard error to people, and is empty data to programs`() {
    #expect(written(.table, ItemList(items: [])).output == "")
    #expect(written(.table, ItemList(items: [])).remarks == ["Nothing."])
    #expect(written(.jsonl, ItemList(items: [])).remarks == [])
    #expect(written(.csv, ItemList(items: [])).output == "id,tag,list\n")
  }

  @Test(arguments: [
    (OutputFormat.json, "{\"a\":1}\n"), (.jsonl, "{\"a\":1}\n"), (.yaml, "---\na: 1\n"), (.table, "line\n"),
    (.name, ""), (.csv, ",,\n"),
  ])
  func `a sequence without end`(format: OutputFormat, text: String) {
    let paper = Paper()
    Report(console: paper.console(), format: format).streamed(["a": 1], Self.shape) { _ in "line" }
    #expect(paper.output == text)
  }
}

@Suite struct `What can't be undone is confirmed` {
  @Test(arguments: ["y", "Y", "yes", "YES"])
  func `a person says yes`(answer: String) throws {
    try Paper().console { _ in answer }.confirm("deleting bot 'x'", isConfirmed: false)
  }

  @Test(arguments: ["n", "", "yess", "delete"])
  func `anything else is no`(answer: String) {
    #expect(throws: ControlFailure.notConfirmed(action: "deleting bot 'x'", wasAsked: true)) {
      try Paper().console { _ in answer }.confirm("deleting bot 'x'", isConfirmed: false)
    }
  }

  @Test func `where nobody is there, the option is named`() {
    let console = Paper().console()
    #expect(throws: ControlFailure.notConfirmed(action: "deleting", wasAsked: false)) {
      try console.confirm("deleting", isConfirmed: false)
    }
    #expect(ControlFailure.notConfirmed(action: "deleting", wasAsked: false).message.contains("--yes"))
    #expect(ControlFailure.notConfirmed(action: "deleting", wasAsked: false).exitCode == .confirmationMissing)
  }

  @Test func `confirmed on the command line, nobody is asked`() throws {
    try Paper().console { _ in nil }.confirm("deleting", isConfirmed: true)
  }
}
