// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@Suite struct JSONParserTests {
  @Test(
    arguments: [
      ("null", nil), (" true\r\n\t", true), ("false", false), ("0", 0), ("-0.0", .number(-0.0)),
      ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("\"\"", ""), ("[1,[2,[3]]]", [1, [2, [3]]]),
      (#"{"a":1,"b":{"c":[null]}}"#, ["a": 1, "b": ["c": [nil]]]), (#"{"":0}"#, ["": 0]),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
      (#""\uD83D\uDE00""#, "😀"), (#""\u0000""#, "\0"), ("\"😀é€\u{7f}\u{2028}\"", "😀é€\u{7f}\u{2028}"),
      (#"{"\u0061":1}"#, ["a": 1]), ("\"\u{FFFF}\"", "\u{FFFF}"), ("\"\u{10FFFF}\"", "\u{10FFFF}"),
    ] as [(String, Node)])
  func `reads valid documents`(text: String, expected: Node) throws {
    #expect(try JSONParser().parse(text) == expected)
  }

  @Test(arguments: [
    "0", "-1", "1.0", "1.50", "1e5", "1E+5", "-1.5e-05", "1e400", "-0.0", "18446744073709551616",
    "1234567890123456789012345678901234567890", "0.1234567890123456789012345678901234567890", "0e0",
  ])
  func `keeps the text of numbers`(text: String) throws {
    let node = try JSONParser().parse(text)
    #expect(node.number?.text == text)
    #expect(node.json() == text)
    #expect(NumberText(text)?.text == text)
  }

  @Test(arguments: ["", "01", "-01", "1.", ".5", "+1", "-", "1e", "1e+", "NaN", "Infinity", "0x10", "1 ", "1_000", "１"])
  func `refuses what is not a number of JSON`(text: String) {
    #expect(NumberText(text) == nil)
  }

  @Test(
    arguments: [
      ("5", 5), ("-5", -5), ("5.00", 5), ("-0", 0), ("9223372036854775807", Int64.max),
      ("-9223372036854775808", Int64.min), ("9223372036854775808", nil), ("5.01", nil), ("1e3", nil), ("1e400", nil),
    ] as [(String, Int64?)])
  func `gives whole numbers exactly or not at all`(text: String, expected: Int64?) {
    #expect(NumberText(text)?.int64 == expected)
  }

  @Test func `gives binary numbers within the finite range`() {
    #expect(NumberText("0.1")?.double == 0.1)
    #expect(NumberText("1e400")?.double == nil)
    #expect(NumberText(Double.infinity) == nil)
    #expect(NumberText(Double.nan) == nil)
    #expect(NumberText(1e-7)?.text == "1e-07")
  }

  @Test(arguments: [
    ("", "line 1, column 1: the document ends in the middle of a value"),
    ("  ", "line 1, column 3: the document ends in the middle of a value"),
    ("{\"a\": 1,\n\"b\": 2\n  \"c\": 3}", "line 3, column 3: expected ',' or '}' after a value"),
    ("[1 2]", "line 1, column 4: expected ',' or ']' after a value"),
    ("[1,]", "line 1, column 4: expected a value"),
    ("[,1]", "line 1, column 2: expected a value"),
    ("[1}", "line 1, column 3: expected ',' or ']' after a value"),
    ("{\"a\":1,}", "line 1, column 8: expected a key in double quotes"),
    ("{a:1}", "line 1, column 2: expected a key in double quotes or '}'"),
    ("{'a':1}", "line 1, column 2: expected a key in double quotes or '}'"),
    ("{\"a\" 1}", "line 1, column 6: expected ':' after a key"),
    ("{\"a\":}", "line 1, column 6: expected a value"),
    ("{1:1}", "line 1, column 2: expected a key in double quotes or '}'"),
    ("{]", "line 1, column 2: expected a key in double quotes or '}'"),
    ("1 2", "line 1, column 3: expected the end of the document"),
    ("{}}", "line 1, column 3: expected the end of the document"),
    ("]", "line 1, column 1: expected a value"),
    ("NaN", "line 1, column 1: expected a value"),
    ("-Infinity", "line 1, column 1: the number is not written as JSON numbers are"),
    ("[01]", "line 1, column 2: the number is not written as JSON numbers are"),
    ("1.", "line 1, column 1: the number is not written as JSON numbers are"),
    ("1.5.2", "line 1, column 1: the number is not written as JSON numbers are"),
    ("0x1F", "line 1, column 1: the number is not written as JSON numbers are"),
    ("1e", "line 1, column 1: the number is not written as JSON numbers are"),
    ("+1", "line 1, column 1: expected a value"), (".5", "line 1, column 1: expected a value"),
    ("nul", "line 1, column 1: expected a value"), ("trux", "line 1, column 1: expected true or false"),
    ("True", "line 1, column 1: expected a value"), ("nullx", "line 1, column 5: expected the end of the document"),
    ("\"abc", "line 1, column 5: the document ends in the middle of a value"),
    ("\"a\nb\"", "line 1, column 3: a control character in a string must be escaped"),
    ("\"é\u{1}\"", "line 1, column 3: a control character in a string must be escaped"),
    (#""\x""#, "line 1, column 2: the escape sequence is not one of JSON's"),
    (#""\u12G4""#, "line 1, column 2: the escape sequence is not one of JSON's"),
    (#""\u12""#, "line 1, column 7: the document ends in the middle of a value"),
    (#""\"#, "line 1, column 3: the document ends in the middle of a value"),
    (#""\ud800""#, "line 1, column 2: the \\u escape is half of a surrogate pair"),
    (#""\ud800\u0041""#, "line 1, column 2: the \\u escape is half of a surrogate pair"),
    (#""\udc00\ud800""#, "line 1, column 2: the \\u escape is half of a surrogate pair"),
    (#""\ud800abcdef""#, "line 1, column 2: the \\u escape is half of a surrogate pair"),
    ("{\"a\":1,\n \"b\":2,\"a\":3}", "line 2, column 8: the key 'a' appears twice in one object"),
    (#"{"a":1,"\u0061":3}"#, "line 1, column 8: the key 'a' appears twice in one object"),
    ("\u{FEFF}{}", "line 1, column 1: expected a value"), ("// c\n1", "line 1, column 1: expected a value"),
    ("\u{A0}1", "line 1, column 1: expected a value"), ("\u{C}1", "line 1, column 1: expected a value"),
  ])
  func `refuses malformed documents with a sentence and the place`(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSONParser().parse(text) }
    #expect(error?.description == message)
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x22], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
      [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xF0, 0x80, 0x80, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xFE], [0xFF],
    ] as [[UInt8]])
  func `refuses broken UTF-8 in strings and keys`(broken: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let string = [quote] + broken + [quote]
    let key = [UInt8(ascii: "{")] + string + [UInt8(ascii: ":"), UInt8(ascii: "1"), UInt8(ascii: "}")]
    let cutOff = [quote] + broken
    for document in [string, key, cutOff] {
      let error = #expect(throws: JSONError.self) { try JSONParser().parse(document) }
      #expect(error?.reason == .invalidUTF8)
    }
  }

  @Test func `refuses deep nesting without exhausting the stack`() {
    for opening in ["[", "{\"a\":"] {
      let text = String(repeating: opening, count: 100_000)
      let error = #expect(throws: JSONError.self) { try JSONParser().parse(text) }
      #expect(error?.reason == .tooDeep(maximumDepth: 64))
      let deepest = #expect(throws: JSONError.self) { try JSONParser(maximumDepth: 512).parse(text) }
      #expect(deepest?.reason == .tooDeep(maximumDepth: 512))
    }
  }

  @Test(arguments: [1, 64, 512])
  func `allows nesting up to the limit`(depth: Int) throws {
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let node = try JSONParser(maximumDepth: depth).parse(text)
    #expect(node.json() == text)
    #expect(throws: JSONError.self) { try JSONParser(maximumDepth: depth).parse("[\(text)]") }
  }

  @Test func `refuses documents beyond the size limit`() throws {
    #expect(try JSONParser(maximumBytes: 4).parse("1234") == 1234)
    let error = #expect(throws: JSONError.self) { try JSONParser(maximumBytes: 4).parse("12345") }
    #expect(error?.reason == .tooLarge(maximumBytes: 4))
  }

  @Test func `finds a key that comes twice among many`() throws {
    let members = (0..<2_000).map { "\"k\($0)\":\($0)" }
    let node = try JSONParser().parse("{" + members.joined(separator: ",") + "}")
    #expect(node.object?.count == 2_000)
    #expect(node["k1999"] == 1999)
    let error = #expect(throws: JSONError.self) {
      try JSONParser().parse("{" + members.joined(separator: ",") + ",\"k13\":0}")
    }
    #expect(error?.reason == .duplicateKey("k13"))
  }

  @Test func `notes where values and keys stand`() throws {
    let node = try JSONParser().parse("{\n  \"é\": [1,\n    \"x\"],\n  \"b\": null}")
    #expect(node.position == Node.Position(line: 1, column: 1))
    #expect(node["é"]?.position == Node.Position(line: 2, column: 8))
    #expect(node["é"]?[1]?.position == Node.Position(line: 3, column: 5))
    #expect(node.object?[1].keyPosition == Node.Position(line: 4, column: 3))
    #expect(node["b"]?.position == Node.Position(line: 4, column: 8))
  }
}
