// SPDX-License-Identifier: Apache-2.0

public import Documents

/// What is said when a bot is started that trades with real money.
public struct LiveConfirmation: Hashable, Sendable {
  /// Whether a live bot is not to be started yet: somebody is asked first.
  public let isToAsk: Bool
  /// The bot's name once more, where somebody was asked; nil where a program decided.
  public let name: String?
  /// Why; it stands in the audit.
  public let reason: String?

  /// What was said.
  public init(isToAsk: Bool = false, name: String? = nil, reason: String? = nil) {
    self.isToAsk = isToAsk
    self.name = name
    self.reason = reason
  }

  /// What the body of a start says.
  public init(_ body: Node) {
    self.init(
      isToAsk: body["unless_live"]?.bool ?? false, name: body["confirm_live"]?.string, reason: body["reason"]?.string)
  }
}
