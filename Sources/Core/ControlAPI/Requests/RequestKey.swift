// SPDX-License-Identifier: Apache-2.0

/// A client's key of a request: whoever sends it again gets the first answer again.
public struct RequestKey: Hashable, Sendable, CustomStringConvertible {
  /// The text: 1 to 128 printable ASCII characters other than the space.
  public let text: String

  /// The rule as a regular expression.
  static let pattern = "^[!-~]{1,128}$"

  /// A key of a text, or nil where the rule is broken.
  public init?(_ text: String) {
    guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      return nil
    }
    self.text = text
  }

  public var description: String { text }
}
