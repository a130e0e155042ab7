// SPDX-License-Identifier: Apache-2.0

/// What a signal asks for.
public enum SignalAction: String, Hashable, Sendable, CaseIterable {
  /// Open a position.
  case enter
  /// Close it.
  case exit
}

/// What a strategy says at the close of a candle.
public struct Signal: Hashable, Sendable {
  /// Enter or exit.
  public let action: SignalAction
  /// Which rule spoke: `ema_up`. It becomes the trade's `enter_tag` or `exit_reason`.
  public let tag: String
  /// How strongly, 0 to 1.
  public let strength: Double
  /// Why, in words with numbers, for people.
  public let reason: String

  /// A signal. A strength outside 0 to 1 is cut to it; one that is not a number is 0.
  public init(_ action: SignalAction, tag: String, strength: Double = 1, reason: String) {
    self.action = action
    self.tag = tag
    self.strength = strength > 0 ? Swift.min(strength, 1) : 0
    self.reason = reason
  }
}
