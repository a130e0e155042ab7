// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import TestKit

@Suite struct JSONWriterTests {
  @Test func `builds answers from literals`() {
    let cursor: String? = nil
    let node: Node = [
      "name": .string("alpha"), "limit": 5, "price": .decimal("0.10"), "ratio": 0.25, "live": false,
      "items": .array([1, "two"]), "next_cursor": cursor.map(Node.string) ?? nil,
    ]
    #expect(
      node.json() == #"{"name":"alpha","limit":5,"price":"0.10","ratio":0.25,"live":false,"items":[1,"two"],"#
        + #""next_cursor":null}"#)
  }

  @Test func `indents pretty documents`() {
    let node: Node = ["a": [1, ["b": []]], "c": [:]]
    #expect(
      node.json(isPretty: true) == """
        {
          "a": [
            1,
            {
              "b": []
            }
          ],
          "c": {}
        }
        """)
  }

  @Test(arguments: [
    ("\"\\/", #""\"\\/""#), ("\u{8}\t\n\u{c}\r", #""\b\t\n\f\r""#), ("\0\u{1f}\u{b}", #""\u0000\u001f\u000b""#),
    ("é😀\u{7f}\u{2028}", "\"é😀\u{7f}\u{2028}\""), ("", "\"\""),
  ])
  func `escapes what must be escaped and nothing else`(text: String, json: String) {
    #expect(Node.string(text).json() == json)
  }

  @Test func `writes frames without a tree`() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("e")
    writer.string("kline")
    writer.key("E")
    writer.number(Int64.min)
    writer.key("k")
    writer.beginArray()
    writer.raw("{}".utf8)
    writer.bool(true)
    writer.null()
    writer.number(Double.nan)
    writer.node(["x": 1])
    writer.endArray()
    writer.key("z")
    writer.beginArray()
    writer.endArray()
    writer.endObject()
    #expect(writer.text == #"{"e":"kline","E":-9223372036854775808,"k":[{},true,null,null,{"x":1}],"z":[]}"#)
    writer.removeAll()
    writer.number(1)
    #expect(writer.text == "1")
  }

  @Test func `tells kinds and values apart`() {
    let nodes: [Node] = [nil, true, 1, "a", [], [:]]
    #expect(nodes.map(\.kindName) == ["null", "a boolean", "a number", "a string", "an array", "an object"])
    #expect(nodes.map(\.isNull) == [true, false, false, false, false, false])
    #expect(nodes.map { $0.int64 } == [nil, nil, 1, nil, nil, nil])
    #expect(nodes.map { $0.string } == [nil, nil, nil, "a", nil, nil])
    #expect(nodes.map { $0.bool } == [nil, true, nil, nil, nil, nil])
    #expect((nodes[5]["a"] as Node?) == nil && nodes[4][0] == nil && nodes[3]["a"] == nil)
  }

  @Test(arguments: 0..<300)
  func `reads back what it wrote`(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let node = generator.node(depth: 5)
    #expect(try JSONParser().parse(node.jsonBytes()) == node)
    #expect(try JSONParser().parse(node.json(isPretty: true)) == node)
  }
}
