// SPDX-License-Identifier: Apache-2.0

// YAML texts as trees of nodes with line and column, read strictly: what a person could misread is refused.

public import Documents
import Yams

/// Reads one YAML document (1.2, core schema) into a tree of nodes.
///
/// Refused, beside what isn't YAML: anchors and aliases, tags, a key given twice, keys that aren't scalars, numbers that
/// JSON can't write (hexadecimal, octal, infinities, NaN) or that begin with a zero, a second document, and whatever is
/// too deep or too large. Words such as `yes` and `on` are text.
public struct YAMLParser: Sendable {
  /// How deep lists and mappings may be nested; the document's own value is at depth 1.
  public let maximumDepth: Int
  /// How many bytes of UTF-8 the text may have.
  public let maximumBytes: Int

  /// A parser with its limits. Beyond a depth of 1,000 the text is refused in any case.
  public init(maximumDepth: Int = 64, maximumBytes: Int = 1 << 20) {
    self.maximumDepth = maximumDepth
    self.maximumBytes = maximumBytes
  }

  /// The document's tree; `null` for an empty text.
  ///
  /// - Throws: the first thing that is wrong, with its place.
  public func parse(_ text: String) throws(YAMLError) -> Documents.Node {
    guard text.utf8.count <= maximumBytes else {
      throw YAMLError(.tooLarge(maximumBytes: maximumBytes), at: nil)
    }
    // NB: a document of aliases of aliases grows without bound while it is composed. Where there could be any, the text
    // is composed with every alias made harmless first, to see whether there is an anchor to refer to.
    if text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) {
      _ = try composed(text.replacing("*", with: "\u{E000}"))
    }
    return try composed(text)
  }

  private func composed(_ text: String) throws(YAMLError) -> Documents.Node {
    do {
      let parser = try Parser(yaml: text, resolver: .basic)
      let root = try parser.singleRoot()
      // Nodes know their anchors only as long as the parser lives.
      return try withExtendedLifetime(parser) {
        try root.map { try YAMLConverter(maximumDepth: maximumDepth).node($0, depth: 1) } ?? .null
      }
    } catch let error as YAMLError {
      throw error
    } catch let error as YamlError {
      throw YAMLError(error, text: text)
    } catch {
      throw YAMLError(.malformed("the text can't be read: \(error)"), at: nil)
    }
  }
}
