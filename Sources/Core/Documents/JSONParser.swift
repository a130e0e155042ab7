// SPDX-License-Identifier: Apache-2.0

/// Reads a JSON document (RFC 8259, strictly) into a tree of nodes with their places.
///
/// Refused beyond the grammar: keys that come twice in an object (equal as Swift strings, that is canonically
/// equivalent), a byte order mark, nesting and size beyond the limits.
public struct JSONParser: Sendable {
  /// How deep arrays and objects may nest, 1 ... 512.
  public let maximumDepth: Int

  /// How many bytes a document may have.
  public let maximumBytes: Int

  /// A parser with limits; by default 64 levels and 16 MiB.
  public init(maximumDepth: Int = 64, maximumBytes: Int = 16 << 20) {
    precondition((1...512).contains(maximumDepth), "The depth is limited to 1 ... 512 levels.")
    self.maximumDepth = maximumDepth
    self.maximumBytes = maximumBytes
  }

  /// The document in these bytes.
  public func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> Node {
    guard bytes.count <= maximumBytes else {
      throw JSONError(.tooLarge(maximumBytes: maximumBytes), at: Node.Position(line: 1, column: 1))
    }
    return try JSONScanner.read(bytes, maximumDepth: maximumDepth) { (scanner) throws(JSONError) in
      try scanner.readNode()
    }
  }

  /// The document in these bytes, such as SwiftNIO's `ByteBuffer.readableBytesSpan`.
  public func parse(_ bytes: RawSpan) throws(JSONError) -> Node {
    try bytes.withUnsafeBytes { (bytes) throws(JSONError) in try parse(bytes) }
  }

  /// The document in these bytes.
  public func parse(_ bytes: [UInt8]) throws(JSONError) -> Node { try parse(bytes.span.bytes) }

  /// The document in this text.
  public func parse(_ text: String) throws(JSONError) -> Node { try parse(Array(text.utf8)) }
}

extension JSONScanner {
  /// Reads the value that comes next, whatever it is, into a node with its place; keys that come twice are refused.
  public mutating func readNode() throws(JSONError) -> Node {
    let kind = try nextKind()
    let position = places.position(of: offset, in: bytes)
    switch kind {
    case .object: return Node(.object(try readMembers()), position: position)
    case .array:
      var elements: [Node] = []
      try beginArray()
      while try nextElement() { elements.append(try readNode()) }
      return Node(.array(elements), position: position)
    case .string: return Node(.string(try readString()), position: position)
    case .number: return Node(.number(try readNumber()), position: position)
    case .boolean: return Node(.bool(try readBool()), position: position)
    case .null:
      _ = try readNull()
      return Node(.null, position: position)
    }
  }

  private mutating func readMembers() throws(JSONError) -> [Node.Member] {
    var members: [Node.Member] = []
    var keys = KeySet()
    try beginObject()
    while let token = try nextKeyToken() {
      let key = text(token)
      guard keys.insert(key, after: members) else { throw failure(.duplicateKey(key), at: token.start - 1) }
      let position = places.position(of: token.start - 1, in: bytes)
      members.append(Node.Member(key: key, value: try readNode(), keyPosition: position))
    }
    return members
  }
}

/// Notices keys that come twice: by looking through a few members, by a set when there are many.
private struct KeySet {
  private var keys: Set<String> = []

  /// Notes a key that follows these members; false if they have it.
  mutating func insert(_ key: String, after members: [Node.Member]) -> Bool {
    if members.count < 12 { return !members.contains { $0.key == key } }
    if keys.isEmpty { keys = Set(members.map(\.key)) }
    return keys.insert(key).inserted
  }
}
