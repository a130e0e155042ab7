// SPDX-License-Identifier: Apache-2.0

public import Documents

/// What a person says to have a bot trade with real money.
public struct LiveConfirmation: Hashable, Sendable {
  /// The bot's name, typed once more.
  public let name: String?
  /// Why.
  public let reason: String?

  /// What was said.
  public init(name: String? = nil, reason: String? = nil) {
    self.name = name
    self.reason = reason
  }

  /// What the body of a start says.
  public init(_ body: Node) {
    self.init(name: body["confirm_live"]?.string, reason: body["reason"]?.string)
  }
}
