// SPDX-License-Identifier: Apache-2.0

/// An account's name: the same rule as a ``BotName``.
public struct AccountName: Hashable, Sendable, Comparable, LosslessStringConvertible {
  /// The text.
  public let text: String

  /// The account that the environment describes.
  public static let `default` = AccountName(proven: "default")

  /// A name of a text, or nil where the rule of ``BotName`` is broken.
  public init?(_ text: String) {
    guard let name = BotName(text) else { return nil }
    self.text = name.text
  }

  private init(proven text: String) { self.text = text }

  public var description: String { text }

  public static func < (left: AccountName, right: AccountName) -> Bool { left.text < right.text }
}
