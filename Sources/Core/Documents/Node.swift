// SPDX-License-Identifier: Apache-2.0

/// One value of a document: what JSON and YAML texts become before anything looks at their meaning.
///
/// Two nodes are equal if their values are; where they stood in the text doesn't count, the order of members does.
public struct Node: Sendable {
  /// The value itself.
  public var content: Content

  /// Where the value began in its text; nil for a node that was built by code.
  public var position: Position?

  /// What a node can hold.
  public enum Content: Sendable, Hashable {
    /// The absence of a value, written `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number with its exact source text.
    case number(NumberText)
    /// Text.
    case string(String)
    /// Values in order.
    case array([Node])
    /// Named values in the order of the text. Parsers give every key once.
    case object([Member])
  }

  /// One named value of an object.
  public struct Member: Sendable {
    /// The name.
    public var key: String
    /// The value.
    public var value: Node
    /// Where the key began in its text; nil for a member that was built by code.
    public var keyPosition: Position?

    /// A member, with the place of its key if it was read from a text.
    public init(key: String, value: Node, keyPosition: Position? = nil) {
      self.key = key
      self.value = value
      self.keyPosition = keyPosition
    }
  }

  /// A place in a text. Lines end with a line feed; columns count Unicode scalars. Both begin with 1.
  public struct Position: Sendable, Hashable, CustomStringConvertible {
    private let storedLine: UInt32
    private let storedColumn: UInt32

    /// The line, from 1.
    public var line: Int { Int(storedLine) }

    /// The column, from 1.
    public var column: Int { Int(storedColumn) }

    /// A place; numbers outside 1 ... 4,294,967,295 become the nearest one inside.
    public init(line: Int, column: Int) {
      storedLine = UInt32(clamping: max(1, line))
      storedColumn = UInt32(clamping: max(1, column))
    }

    /// "line 3, column 14".
    public var description: String { "line \(line), column \(column)" }
  }

  /// A node with a value and, if it was read from a text, its place there.
  public init(_ content: Content, position: Position? = nil) {
    self.content = content
    self.position = position
  }
}

extension Node: Hashable {
  /// Compares the values; places don't count.
  public static func == (left: Node, right: Node) -> Bool { left.content == right.content }

  /// Feeds the value to the hasher; the place doesn't count.
  public func hash(into hasher: inout Hasher) { hasher.combine(content) }
}

extension Node.Member: Hashable {
  /// Compares key and value; places don't count.
  public static func == (left: Node.Member, right: Node.Member) -> Bool {
    left.key == right.key && left.value == right.value
  }

  /// Feeds key and value to the hasher; the place doesn't count.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(key)
    hasher.combine(value)
  }
}
