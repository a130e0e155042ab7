// SPDX-License-Identifier: Apache-2.0

/// A bot's name for people: 1 to 40 of `a-z`, `0-9` and `-`, not starting with `-`.
public struct BotName: Hashable, Sendable, Comparable, LosslessStringConvertible {
  /// The text.
  public let text: String

  /// The rule in the words of a regular expression.
  public static let pattern = "^[a-z0-9][a-z0-9-]{0,39}$"

  /// A name of a text, or nil where the rule is broken.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard (1...40).contains(bytes.count), bytes.first != UInt8(ascii: "-") else { return nil }
    guard bytes.allSatisfy({ $0.isLowercaseLetter || $0.isDigit || $0 == UInt8(ascii: "-") }) else { return nil }
    self.text = text
  }

  public var description: String { text }

  public static func < (left: BotName, right: BotName) -> Bool { left.text < right.text }
}

extension UInt8 {
  /// Whether the byte is one of `a` to `z`.
  var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }

  /// Whether the byte is one of `A` to `Z`.
  var isUppercaseLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }

  /// Whether the byte is one of `0` to `9`.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
