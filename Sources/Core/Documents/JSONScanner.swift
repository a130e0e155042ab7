// SPDX-License-Identifier: Apache-2.0

/// A strict pull reader of one JSON document (RFC 8259) for hot paths: no tree, no allocation unless a value needs one.
///
/// It exists only inside `read`, which hands it out at the first value and afterwards checks that nothing follows the
/// value that was read. Any bytes are safe: what is malformed is thrown as a `JSONError`, also inside skipped values.
/// Calls follow the document: `beginObject`, then `nextKey` until nil and after each key exactly one value; or
/// `beginArray`, then `nextElement` until false and after each true exactly one value. A call out of turn throws.
///
/// Keys that come twice are not noticed here: the last one read wins. `JSONParser` refuses them.
public struct JSONScanner: ~Copyable {
  @usableFromInline let bytes: UnsafeRawBufferPointer
  let maximumDepth: Int
  var offset = 0
  var places = PlaceTracker()
  private var depth = 0
  private var isAtFirst = false

  /// Only `read` makes scanners, so none outlives its bytes.
  @usableFromInline
  init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  /// Reads one document from bytes that stay valid during the call.
  ///
  /// - Parameters:
  ///   - bytes: the whole document in UTF-8, without a byte order mark.
  ///   - maximumDepth: how deep arrays and objects may nest, 1 ... 512.
  ///   - body: reads exactly one value; what it returns is returned.
  @inlinable
  public static func read<Result>(
    _ bytes: UnsafeRawBufferPointer, maximumDepth: Int = 64,
    _ body: (inout JSONScanner) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    precondition((1...512).contains(maximumDepth), "The depth is limited to 1 ... 512 levels.")
    var scanner = JSONScanner(bytes, maximumDepth: maximumDepth)
    let result = try body(&scanner)
    try scanner.finish()
    return result
  }

  /// Reads one document from a span, such as SwiftNIO's `ByteBuffer.readableBytesSpan`.
  @inlinable
  public static func read<Result>(
    _ bytes: RawSpan, maximumDepth: Int = 64,
    _ body: (inout JSONScanner) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    try bytes.withUnsafeBytes { (bytes) throws(JSONError) in
      try read(bytes, maximumDepth: maximumDepth, body)
    }
  }

  /// Reads one document from an array.
  @inlinable
  public static func read<Result>(
    _ bytes: [UInt8], maximumDepth: Int = 64,
    _ body: (inout JSONScanner) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    try read(bytes.span.bytes, maximumDepth: maximumDepth, body)
  }

  /// Checks that only white space is left.
  @usableFromInline
  mutating func finish() throws(JSONError) {
    skipWhiteSpace()
    guard offset == bytes.count, depth == 0 else { throw failure(.expected(.end)) }
  }
}

// MARK: Objects and arrays

extension JSONScanner {
  /// Enters the object that comes next.
  public mutating func beginObject() throws(JSONError) { try begin(UInt8(ascii: "{"), .object) }

  /// Enters the array that comes next.
  public mutating func beginArray() throws(JSONError) { try begin(UInt8(ascii: "["), .array) }

  /// The next key, with its value coming next; nil if the object has ended.
  public mutating func nextKey() throws(JSONError) -> JSONKey? {
    guard let key = try nextKeyToken() else { return nil }
    guard key.isEscaped else { return JSONKey(UnsafeRawBufferPointer(rebasing: bytes[key.start..<key.end])) }
    return unescapedBytes(key).withUnsafeBytes { JSONKey($0) }
  }

  /// Whether another element comes next; false if the array has ended.
  public mutating func nextElement() throws(JSONError) -> Bool {
    let byte = try nextByte()
    if byte == UInt8(ascii: "]") {
      end()
      return false
    }
    if isAtFirst {
      isAtFirst = false
    } else {
      guard byte == UInt8(ascii: ",") else { throw failure(.expected(.commaOrEndOfArray)) }
      offset += 1
    }
    return true
  }

  /// Reads over the value that comes next, checking it completely.
  public mutating func skipValue() throws(JSONError) {
    switch try nextKind() {
    case .object:
      try beginObject()
      while try nextKeyToken() != nil { try skipValue() }
    case .array:
      try beginArray()
      while try nextElement() { try skipValue() }
    case .string: _ = try stringToken()
    case .number: _ = try numberRange()
    case .boolean: _ = try readBool()
    case .null: _ = try readNull()
    }
  }

  /// The key that comes next as a piece of the bytes, the colon behind it read; nil if the object has ended.
  mutating func nextKeyToken() throws(JSONError) -> StringToken? {
    var byte = try nextByte()
    if byte == UInt8(ascii: "}") {
      end()
      return nil
    }
    let wasAtFirst = isAtFirst
    isAtFirst = false
    if !wasAtFirst {
      guard byte == UInt8(ascii: ",") else { throw failure(.expected(.commaOrEndOfObject)) }
      offset += 1
      byte = try nextByte()
    }
    guard byte == UInt8(ascii: "\"") else { throw failure(.expected(wasAtFirst ? .keyOrEndOfObject : .key)) }
    let key = try stringToken()
    guard try nextByte() == UInt8(ascii: ":") else { throw failure(.expected(.colon)) }
    offset &+= 1
    return key
  }

  private mutating func begin(_ opening: UInt8, _ expectation: JSONError.Expectation) throws(JSONError) {
    guard try nextByte() == opening else { throw failure(.expected(expectation)) }
    guard depth < maximumDepth else { throw failure(.tooDeep(maximumDepth: maximumDepth)) }
    depth += 1
    offset += 1
    isAtFirst = true
  }

  /// Leaves an object or array at its closing bracket. A bracket without an opening one is left for `finish` to refuse.
  private mutating func end() {
    depth -= 1
    offset += 1
    isAtFirst = false
  }
}

// MARK: Bytes and places

extension JSONScanner {
  /// The next byte that isn't white space; the scanner stays on it.
  @inline(__always)
  mutating func nextByte() throws(JSONError) -> UInt8 {
    if offset < bytes.count, bytes[offset] > 0x20 { return bytes[offset] }
    return try nextByteAfterWhiteSpace()
  }

  /// The slow half of `nextByte`, kept apart so that the fast half is small enough to be inlined.
  @inline(never)
  private mutating func nextByteAfterWhiteSpace() throws(JSONError) -> UInt8 {
    skipWhiteSpace()
    guard offset < bytes.count else { throw failure(.unexpectedEnd) }
    return bytes[offset]
  }

  /// Moves to the next byte that isn't white space, or to the end.
  mutating func skipWhiteSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  /// An error at the scanner's place, for code that refuses what it reads.
  public func failure(_ reason: JSONError.Reason) -> JSONError { failure(reason, at: offset) }

  /// An error at a place.
  @inline(never)
  @usableFromInline
  func failure(_ reason: JSONError.Reason, at offset: Int) -> JSONError {
    var places = places
    return JSONError(reason, at: places.position(of: offset, in: bytes))
  }
}

/// Turns offsets into lines and columns; asked in ascending order it looks at every byte once.
struct PlaceTracker {
  private var offset = 0
  private var line = 1
  private var column = 1

  /// The place of an offset.
  mutating func position(of target: Int, in bytes: UnsafeRawBufferPointer) -> Node.Position {
    if target < offset { self = PlaceTracker() }
    let target = min(target, bytes.count)
    while offset < target {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      offset += 1
    }
    return Node.Position(line: line, column: column)
  }
}
