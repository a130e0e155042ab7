// SPDX-License-Identifier: Apache-2.0

/// Writes JSON into a buffer of bytes, value by value; commas, colons and escapes are its work.
///
/// The calls follow the document, and the caller keeps to its grammar: in an object `key` before each value, every
/// `begin` closed by its `end`. The same calls give the same bytes.
public struct JSONWriter: Sendable {
  /// What has been written so far.
  public private(set) var bytes: [UInt8]

  private enum Place { case start, afterBegin, afterKey, afterValue }
  private var place = Place.start
  private var depth = 0
  private let isPretty: Bool

  /// A writer that appends to `bytes`; pretty means two spaces of indentation and one value per line.
  public init(appendingTo bytes: [UInt8] = [], isPretty: Bool = false) {
    self.bytes = bytes
    self.isPretty = isPretty
  }

  /// What has been written so far, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Forgets what was written and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    place = .start
    depth = 0
  }
}

// MARK: Objects and arrays

extension JSONWriter {
  /// Opens an object.
  public mutating func beginObject() { begin(UInt8(ascii: "{")) }

  /// Closes the innermost object.
  public mutating func endObject() { end(UInt8(ascii: "}")) }

  /// Opens an array.
  public mutating func beginArray() { begin(UInt8(ascii: "[")) }

  /// Closes the innermost array.
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  /// Writes a key; its value must follow.
  public mutating func key(_ key: String) {
    separate()
    quote(key)
    bytes.append(UInt8(ascii: ":"))
    if isPretty { bytes.append(UInt8(ascii: " ")) }
    place = .afterKey
  }

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    depth += 1
    place = .afterBegin
  }

  private mutating func end(_ bracket: UInt8) {
    depth -= 1
    if place != .afterBegin { breakLine() }
    bytes.append(bracket)
    place = .afterValue
  }

  /// Writes what has to stand between the last thing written and the next one.
  private mutating func separate() {
    switch place {
    case .start, .afterKey: return
    case .afterValue where depth > 0: bytes.append(UInt8(ascii: ","))
    case .afterBegin, .afterValue: break
    }
    if depth > 0 { breakLine() }
  }

  private mutating func breakLine() {
    guard isPretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * max(0, depth)))
  }
}

// MARK: Values

extension JSONWriter {
  /// Writes `null`.
  public mutating func null() { raw("null".utf8) }

  /// Writes `true` or `false`.
  public mutating func bool(_ value: Bool) { raw(value ? "true".utf8 : "false".utf8) }

  /// Writes a whole number.
  public mutating func number(_ value: some FixedWidthInteger) { raw(String(value).utf8) }

  /// Writes a number by its text.
  public mutating func number(_ number: NumberText) { raw(number.text.utf8) }

  /// Writes a binary number in its shortest exact form; infinities and NaN become `null`.
  public mutating func number(_ value: Double) { NumberText(value).map { number($0) } ?? null() }

  /// Writes a string in quotes.
  public mutating func string(_ text: String) {
    separate()
    quote(text)
    place = .afterValue
  }

  /// Writes bytes that are one complete JSON value, unchecked.
  public mutating func raw(_ value: some Collection<UInt8>) {
    separate()
    bytes.append(contentsOf: value)
    place = .afterValue
  }

  /// Writes a tree.
  public mutating func node(_ node: Node) {
    switch node.content {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let number): self.number(number)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements { self.node(element) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        key(member.key)
        self.node(member.value)
      }
      endObject()
    }
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { appendEscaped($0) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for (index, byte) in text.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    {
      bytes.append(contentsOf: text[start..<index])
      appendEscape(byte)
      start = index + 1
    }
    bytes.append(contentsOf: text[start...])
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x00..<0x20:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(UInt8(ascii: "0") + byte >> 4)
      bytes.append(contentsOf: String(byte & 0xF, radix: 16).utf8)
    default: bytes.append(byte)
    }
  }
}

extension Node {
  /// The node as JSON in UTF-8; pretty means two spaces of indentation. No line feed at the end.
  public func jsonBytes(isPretty: Bool = false) -> [UInt8] {
    var writer = JSONWriter(isPretty: isPretty)
    writer.node(self)
    return writer.bytes
  }

  /// The node as JSON; pretty means two spaces of indentation. No line feed at the end.
  public func json(isPretty: Bool = false) -> String { String(decoding: jsonBytes(isPretty: isPretty), as: UTF8.self) }
}
