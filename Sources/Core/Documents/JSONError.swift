// SPDX-License-Identifier: Apache-2.0

/// Why a text was refused as JSON, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let reason: Reason

  /// The place of the offending byte, or of the beginning of the offending value or key.
  public let position: Node.Position

  /// An error at a place.
  public init(_ reason: Reason, at position: Node.Position) {
    self.reason = reason
    self.position = position
  }

  /// A sentence for people: "line 3, column 14: expected ',' or '}' after a value".
  public var description: String { "\(position): \(reason)" }

  /// What can be wrong with a text.
  public enum Reason: Sendable, Hashable, CustomStringConvertible {
    /// Something else was needed here.
    case expected(Expectation)
    /// The text stops before the value is complete.
    case unexpectedEnd
    /// The text has more bytes than allowed.
    case tooLarge(maximumBytes: Int)
    /// Arrays and objects are nested deeper than allowed.
    case tooDeep(maximumDepth: Int)
    /// The object has this key twice.
    case duplicateKey(String)
    /// The bytes are not UTF-8 (Unicode 16.0, table 3-7): overlong, a surrogate, out of range, or cut off.
    case invalidUTF8
    /// A backslash is followed by something that JSON doesn't know.
    case invalidEscape
    /// A `\u` escape gives half a surrogate pair.
    case loneSurrogate
    /// A byte below 0x20 stands unescaped in a string.
    case controlCharacter
    /// A number isn't written by JSON's grammar: `01`, `1.`, `-`, `1e`.
    case invalidNumber
    /// The number isn't a whole number that fits into 64 bits.
    case notAnInt64
    /// The code that reads this document refused the value.
    case refusedValue

    /// The sentence without the place.
    public var description: String {
      switch self {
      case .expected(let expectation): "expected \(expectation.rawValue)"
      case .unexpectedEnd: "the document ends in the middle of a value"
      case .tooLarge(let maximum): "the document is larger than \(maximum) bytes"
      case .tooDeep(let maximum): "arrays and objects are nested deeper than \(maximum) levels"
      case .duplicateKey(let key): "the key '\(key)' appears twice in one object"
      case .invalidUTF8: "the bytes are not valid UTF-8"
      case .invalidEscape: "the escape sequence is not one of JSON's"
      case .loneSurrogate: "the \\u escape is half of a surrogate pair"
      case .controlCharacter: "a control character in a string must be escaped"
      case .invalidNumber: "the number is not written as JSON numbers are"
      case .notAnInt64: "expected a whole number of at most 64 bits"
      case .refusedValue: "the value is not acceptable here"
      }
    }
  }

  /// What was needed where something else was found.
  public enum Expectation: String, Sendable, Hashable {
    /// The beginning of any value.
    case value = "a value"
    /// An object.
    case object = "an object"
    /// An array.
    case array = "an array"
    /// A string.
    case string = "a string"
    /// A number.
    case number = "a number"
    /// `true` or `false`.
    case boolean = "true or false"
    /// A key after `{`.
    case keyOrEndOfObject = "a key in double quotes or '}'"
    /// A key after a comma.
    case key = "a key in double quotes"
    /// The colon between key and value.
    case colon = "':' after a key"
    /// What may follow a member.
    case commaOrEndOfObject = "',' or '}' after a value"
    /// What may follow an element.
    case commaOrEndOfArray = "',' or ']' after a value"
    /// Nothing but white space after the document.
    case end = "the end of the document"
  }
}
