// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@testable import TestKit

@Suite struct JSONScannerTests {
  @Test(arguments: [KlineFrame.bareText, KlineFrame.combinedText, KlineFrame.shuffledText])
  func `reads a kline frame in any order of keys`(text: String) throws {
    #expect(try KlineFrame.read(Array(text.utf8)) == KlineFrame.example)
  }

  @Test func `refuses a value that the reader refuses, with its place`() {
    let text = #"{"k":{"o":"0.1x"}}"#
    let error = #expect(throws: JSONError.self) { try KlineFrame.read(Array(text.utf8)) }
    #expect(error == JSONError(.refusedValue, at: Node.Position(line: 1, column: 11)))
  }

  @Test func `gives no frame for another event`() throws {
    #expect(try KlineFrame.read(Array(#"{"e":"trade","E":1}"#.utf8)) == nil)
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("42", 42), ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
      ("9223372036854775808", nil), ("-9223372036854775809", nil), ("99999999999999999999999", nil), ("1.0", nil),
      ("1e3", nil), ("\"1\"", nil), ("01", nil), ("-", nil), ("", nil), ("null", nil),
    ] as [(String, Int64?)])
  func `reads whole numbers of 64 bits`(text: String, expected: Int64?) {
    let value = try? JSONScanner.read(Array(text.utf8)) { scanner throws(JSONError) in try scanner.readInt64() }
    #expect(value == expected)
  }

  @Test func `reads every kind of value in turn`() throws {
    let text = #"[null, true, "a\nb", 1e400, 2.5, {"x": [1]}, "", null, {"nested": "node"}]"#
    try JSONScanner.read(Array(text.utf8)) { scanner throws(JSONError) in
      try scanner.beginArray()
      var kinds: [JSONKind] = []
      while try scanner.nextElement() {
        kinds.append(try scanner.nextKind())
        switch kinds.count {
        case 1, 8: #expect(try scanner.readNull())
        case 2: #expect(try scanner.readBool())
        case 3: #expect(try scanner.readString() == "a\nb")
        case 4: #expect(try scanner.readNumber().text == "1e400")
        case 5: #expect(try scanner.readNumber { $0.decimalText } == "2.5")
        case 7:
          #expect(try !scanner.readNull())
          #expect(try scanner.readString { $0.byteCount } == 0)
        case 9: #expect(try scanner.readNode() == ["nested": "node"])
        default: try scanner.skipValue()
        }
      }
      #expect(kinds == [.null, .boolean, .string, .number, .number, .object, .string, .null, .object])
    }
  }

  @Test func `compares keys of up to 32 bytes with literals`() throws {
    let names = ["a", "clientID", "eventTime", "selfTradePreventionMode", "préventedQuantity", ""]
    let long = ["abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz0123456"]
    let node = Node.object((names + long).map { Node.Member(key: $0, value: 0) })
    let found = try JSONScanner.read(node.jsonBytes()) { scanner throws(JSONError) in
      var found: [Int] = []
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        try scanner.skipValue()
        switch key {
        case "b", "clientIX", "eventTimx", "abcdefghijklmnopqrstuvwxyz01234": found.append(-1)
        case "a": found.append(0)
        case "clientID": found.append(1)
        case "eventTime": found.append(2)
        case "selfTradePreventionMode": found.append(3)
        case "préventedQuantity": found.append(4)
        case "": found.append(5)
        case "abcdefghijklmnopqrstuvwxyz012345": found.append(6)
        default: found.append(key.utf8Count)
        }
      }
      return found
    }
    #expect(found == [0, 1, 2, 3, 4, 5, 6, 33])
  }

  @Test func `refuses calls out of turn and values left unread`() {
    let bytes = Array(#"{"a":[1],"b":2}"#.utf8)
    func refusal(_ body: (inout JSONScanner) throws(JSONError) -> Void) -> JSONError.Reason? {
      #expect(throws: JSONError.self) { try JSONScanner.read(bytes, body) }?.reason
    }
    #expect(refusal { _ in } == .expected(.end))
    #expect(refusal { scanner throws(JSONError) in try scanner.beginObject() } == .expected(.end))
    #expect(refusal { scanner throws(JSONError) in try scanner.beginArray() } == .expected(.array))
    #expect(refusal { scanner throws(JSONError) in _ = try scanner.readString() } == .expected(.string))
    #expect(refusal { scanner throws(JSONError) in _ = try scanner.readInt64() } == .expected(.number))
    #expect(refusal { scanner throws(JSONError) in _ = try scanner.readBool() } == .expected(.boolean))
    let keyTwice: (inout JSONScanner) throws(JSONError) -> Void = { scanner throws(JSONError) in
      try scanner.beginObject()
      _ = try scanner.nextKey()
      _ = try scanner.nextKey()
    }
    #expect(refusal(keyTwice) == .expected(.commaOrEndOfObject))
    let own: (inout JSONScanner) throws(JSONError) -> Void = { scanner throws(JSONError) in
      throw scanner.failure(.refusedValue)
    }
    #expect(refusal(own) == .refusedValue)
  }

  @Test func `skips deep nesting only up to the limit`() {
    let bytes = Array(String(repeating: "[", count: 100_000).utf8)
    let error = #expect(throws: JSONError.self) {
      try JSONScanner.read(bytes) { scanner throws(JSONError) in try scanner.skipValue() }
    }
    #expect(error?.reason == .tooDeep(maximumDepth: 64))
  }
}

/// Broken frames: nothing may trap, and scanner and parser agree on what is valid.
@Suite struct JSONMutationTests {
  static let frames = [KlineFrame.bareText, KlineFrame.combinedText, KlineFrame.shuffledText].map { Array($0.utf8) }

  @Test(arguments: frames.indices)
  func `refuses every truncated frame`(index: Int) {
    let frame = Self.frames[index]
    for count in 0..<(frame.lastIndex(of: UInt8(ascii: "}")) ?? 0) {
      #expect(throws: JSONError.self) { try KlineFrame.read(Array(frame[..<count])) }
      #expect(throws: JSONError.self) { try JSONParser().parse(Array(frame[..<count])) }
    }
  }

  @Test(arguments: 0..<8)
  func `never traps on mutated frames`(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    for round in 0..<750 {
      let frame = Self.mutated(Self.frames[generator.below(Self.frames.count)], using: &generator)
      let tree = try? JSONParser().parse(frame)
      let isSkipped = (try? JSONScanner.read(frame) { scanner throws(JSONError) in try scanner.skipValue() }) != nil
      let kline = try? KlineFrame.read(frame)
      if tree != nil { #expect(isSkipped, "seed \(seed), round \(round)") }
      if kline != nil { #expect(isSkipped, "seed \(seed), round \(round)") }
      if let tree { #expect((try? JSONParser().parse(tree.jsonBytes())) == tree, "seed \(seed), round \(round)") }
    }
  }

  private static func mutated(_ frame: [UInt8], using generator: inout SplitMix) -> [UInt8] {
    let telling = Array("{}[]\",:\\u0-+.eEtfn \n\0".utf8) + [0x80, 0xC0, 0xE0, 0xED, 0xF0, 0xF4, 0xFF]
    var frame = frame
    for _ in 0...generator.below(3) where !frame.isEmpty {
      let place = generator.below(frame.count)
      switch generator.below(6) {
      case 0: frame[place] = UInt8(truncatingIfNeeded: generator.next())
      case 1: frame[place] = telling[generator.below(telling.count)]
      case 2: frame.insert(telling[generator.below(telling.count)], at: place)
      case 3: frame.remove(at: place)
      case 4: frame.removeSubrange(place..<min(frame.count, place + generator.below(20)))
      default: frame.insert(contentsOf: frame[place..<min(frame.count, place + generator.below(40))], at: place)
      }
    }
    return frame
  }
}
