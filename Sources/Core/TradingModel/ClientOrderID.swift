// SPDX-License-Identifier: Apache-2.0

/// The identity that we give an order before it is sent: it says whose the order is, without a database.
///
/// The text is `b1-<node epoch>-<bot>-<sequence>-<check>`, the numbers in base 36, at most 36 of `[A-Za-z0-9-_]` as
/// Binance demands. The check character shows a mistyped or foreign identity.
public struct ClientOrderID: Hashable, Sendable, LosslessStringConvertible {
  /// How often this installation's database was begun anew; told apart so that identities never repeat.
  public let epoch: UInt32
  /// Whose order it is.
  public let bot: BotNumber
  /// Which of the server's orders it is.
  public let sequence: Int64

  /// An identity of its parts; the numbers are 0 or above.
  public init(epoch: UInt32, bot: BotNumber, sequence: Int64) {
    precondition(bot.value >= 0 && sequence >= 0, "bot numbers and sequences are 0 or above")
    self.epoch = epoch
    self.bot = bot
    self.sequence = sequence
  }

  /// Reads an identity that ``description`` wrote; nil for anybody else's.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == "b1", let epoch = UInt32(parts[1], radix: 36),
      let bot = Int64(parts[2], radix: 36), let sequence = Int64(parts[3], radix: 36), bot >= 0, sequence >= 0
    else { return nil }
    self.init(epoch: epoch, bot: BotNumber(bot), sequence: sequence)
    guard description == text else { return nil }
  }

  public var description: String {
    let numbers = [
      String(epoch, radix: 36), String(bot.value, radix: 36), String(sequence, radix: 36),
    ]
    let body = "b1-" + numbers.joined(separator: "-")
    return "\(body)-\(Self.check(body))"
  }

  /// A base-36 digit that changes with any one character and with any two that swap places.
  private static func check(_ body: String) -> String {
    var sum = 0
    for byte in body.utf8 { sum = (sum * 41 + Int(byte)) % 1_000_003 }
    return String(sum % 36, radix: 36)
  }
}
