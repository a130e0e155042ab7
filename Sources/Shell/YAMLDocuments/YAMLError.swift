// SPDX-License-Identifier: Apache-2.0

public import Documents
import Yams

/// Why a text was refused as YAML, and where.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let reason: Reason
  /// The place; nil where the text as a whole is at fault.
  public let position: Documents.Node.Position?

  /// An error at a place.
  public init(_ reason: Reason, at position: Documents.Node.Position?) {
    self.reason = reason
    self.position = position
  }

  /// A sentence for people: "line 3, column 14: the key 'name' appears twice".
  public var description: String { (position.map { "\($0): " } ?? "") + reason.description }

  /// What can be wrong with a text.
  public enum Reason: Sendable, Hashable, CustomStringConvertible {
    /// It isn't YAML; the parser's words.
    case malformed(String)
    /// The text has more bytes than allowed.
    case tooLarge(maximumBytes: Int)
    /// Lists and mappings are nested deeper than allowed.
    case tooDeep(maximumDepth: Int)
    /// One mapping has this key twice.
    case duplicateKey(String)
    /// A key is a list, a mapping, or empty.
    case keyIsNoText
    /// `&name` or `*name`.
    case anchorOrAlias
    /// `!tag`.
    case tag(String)
    /// A number in a form that isn't taken, and what to do.
    case number(String, advice: String)
    /// More than one document.
    case severalDocuments

    /// The sentence without the place.
    public var description: String {
      switch self {
      case .malformed(let problem): problem
      case .tooLarge(let maximum): "the text is larger than \(maximum) bytes"
      case .tooDeep(let maximum): "lists and mappings are nested deeper than \(maximum) levels"
      case .duplicateKey(let key): "the key '\(key)' appears twice in one mapping"
      case .keyIsNoText: "a key must be a text, not empty"
      case .anchorOrAlias: "anchors and aliases (&name, *name) are not taken; write the value out"
      case .tag(let tag): "tags are not taken, and this is '\(tag)'"
      case .number(let text, let advice): "the number '\(text)' is not taken: \(advice)"
      case .severalDocuments: "there is a second document; one file holds one"
      }
    }
  }
}

extension YAMLError {
  /// What Yams has to say, in our words.
  init(_ error: YamlError, text: String) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      if problem.contains("nesting level") {
        self.init(.tooDeep(maximumDepth: 1000), at: YAMLConverter.position(mark))
      } else {
        let clause = context.map { " \($0.text)" } ?? ""
        self.init(.malformed(problem + clause), at: YAMLConverter.position(mark))
      }
    case .composer(_, let problem, let mark, _):
      let reason: Reason =
        problem.contains("another document")
        ? .severalDocuments : problem.contains("alias") ? .anchorOrAlias : .malformed(problem)
      self.init(reason, at: YAMLConverter.position(mark))
    case .duplicatedKeysInMapping(let duplicates, let context):
      self.init(.duplicateKey(duplicates.first ?? ""), at: YAMLConverter.position(context.mark))
    case .reader(let problem, let offset, _, _):
      self.init(.malformed(problem), at: offset.map { Self.position(ofByte: $0, in: text) })
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      self.init(.malformed("the text can't be read: \(error)"), at: nil)
    }
  }

  /// The place of a byte, counted from 0.
  private static func position(ofByte offset: Int, in text: String) -> Documents.Node.Position {
    let before = text.utf8.prefix(max(0, offset))
    let lines = before.count { $0 == UInt8(ascii: "\n") }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) } ?? before.startIndex
    let column = before[lineStart...].count { $0 & 0xC0 != 0x80 }
    return Documents.Node.Position(line: lines + 1, column: column + 1)
  }
}
