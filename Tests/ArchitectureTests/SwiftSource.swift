// SPDX-License-Identifier: Apache-2.0
import Foundation

/// One Swift file taken apart far enough for the guards: words and signs that are code, and comments beside them.
///
/// This is a scanner and no parser. It knows comments (nested ones too), string literals of every kind with their
/// interpolations, numbers and raw identifiers, so that a brace in a string never counts and a word in a comment is
/// never taken for code.
struct SwiftSource {
  /// Where the file is, relative to the root of the repository.
  let path: String
  /// The lines as they stand in the file; the first is line 1 of `tokens` and `comments`.
  let lines: [String]
  /// Everything that is code, in order.
  let tokens: [SourceToken]
  /// The comments, by the line on which each part of them stands.
  let comments: [Int: String]

  init(path: String, text: String) {
    var scanner = SwiftScanner(text: text)
    scanner.scan()
    self.path = path
    self.lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    self.tokens = scanner.tokens
    self.comments = scanner.comments
  }

  /// The number of lines, not counting the empty one behind the last line feed.
  var lineCount: Int { lines.last == "" ? lines.count - 1 : lines.count }

  /// False for a file that holds comments and imports only.
  var hasCode: Bool {
    let importLines = Set(tokens.filter { $0.isWord("import") }.map(\.line))
    return tokens.contains { !importLines.contains($0.line) }
  }

  /// The reason of a `name: reason` remark in the comments of a line; nil without the remark, or without a reason.
  func remark(_ name: String, on line: Int) -> String? {
    guard let comment = comments[line], let range = comment.range(of: name + ":") else { return nil }
    let reason = comment[range.upperBound...].trimmingCharacters(in: .whitespaces)
    return reason.isEmpty ? nil : reason
  }
}

/// A piece of code.
struct SourceToken: Equatable {
  enum Kind { case word, rawWord, sign, text, number }

  let kind: Kind
  let text: String
  let line: Int

  func isWord(_ word: String) -> Bool { kind == .word && text == word }
  func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }
}

extension [SourceToken] {
  /// The token at an index that may lie outside.
  func at(_ index: Int) -> SourceToken? { indices.contains(index) ? self[index] : nil }

  /// The index behind the bracket that closes the one at `index`; nil if it is never closed.
  func indexAfterBracket(at index: Int) -> Int? {
    var depth = 0
    for position in index..<count where self[position].kind == .sign {
      switch self[position].text {
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        depth -= 1
        if depth == 0 { return position + 1 }
      default: break
      }
    }
    return nil
  }
}
