// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

/// The kill switch as it is shown.
public struct KillSwitchView: Hashable, Sendable {
  /// What it does, `hold` or `cancel`; nil where it is off.
  public let mode: String?
  /// How often it was turned.
  public let epoch: Int64
  /// Why it was turned last.
  public let reason: String
  /// Who turned it last.
  public let actor: String
  /// When it was turned last; nil where it never was.
  public let time: Instant?

  /// The kill switch as it is shown.
  public init(mode: String?, epoch: Int64, reason: String, actor: String, time: Instant?) {
    self.mode = mode
    self.epoch = epoch
    self.reason = reason
    self.actor = actor
    self.time = time
  }

  /// Its document.
  public var node: Node {
    [
      "engaged": .bool(mode != nil), "mode": .optional(mode, Node.string), "epoch": .number(epoch),
      "reason": .string(reason), "actor": .string(actor), "turned_at": .optional(time, Node.time),
    ]
  }
}
