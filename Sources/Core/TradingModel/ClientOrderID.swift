// SPDX-License-Identifier: Apache-2.0

/// The identity that we give an order before it is sent: it says whose the order is, without a database.
///
/// The text is `b1-<node epoch>-<bot>-<sequence>-<check>`, the numbers in base 36, at most 36 of `[A-Za-z0-9-_]` as
/// Binance demands. The check character shows a mistyped or foreign identity: any one character that is wrong, and any
/// two that swapped places.
public struct ClientOrderID: Hashable, Sendable, LosslessStringConvertible {
  /// How often this installation's database was begun anew; told apart so that identities never repeat.
  public let epoch: UInt32
  /// Whose order it is.
  public let bot: BotNumber
  /// Which of the server's orders it is.
  public let sequence: Int64

  /// The largest bot number that the text has room for: nine digits in base 36, 10¹⁴.
  public static let largestBot: Int64 = 101_559_956_668_415

  /// An identity of its parts; the numbers are 0 or above, and the bot's is at most ``largestBot``.
  public init(epoch: UInt32, bot: BotNumber, sequence: Int64) {
    precondition((0...Self.largestBot).contains(bot.value), "bot numbers are 0 or above and have room in the text")
    precondition(sequence >= 0, "sequences are 0 or above")
    self.epoch = epoch
    self.bot = bot
    self.sequence = sequence
  }

  /// Reads an identity that ``description`` wrote; nil for anybody else's.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == "b1", let epoch = UInt32(parts[1], radix: 36),
      let bot = Int64(parts[2], radix: 36), let sequence = Int64(parts[3], radix: 36),
      (0...Self.largestBot).contains(bot), sequence >= 0
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

  /// The character that ends a text so that any one wrong character, and any two that swapped places, are noticed.
  ///
  /// It makes the sum of all characters' numbers, each times a power of 2 by its place, a multiple of 37. The numbers
  /// of the 37 characters differ, and so do the powers of 36 places, because 2 generates the numbers below the prime 37.
  private static func check(_ body: String) -> Character {
    var sum = 0
    for byte in (body + "-").utf8 { sum = (sum * 2 + number(of: byte)) % 37 }
    let missing = (37 - sum * 2 % 37) % 37
    return missing == 36 ? "_" : Character(String(missing, radix: 36))
  }

  /// 0 to 9 for digits, 10 to 35 for small letters, 36 for what is left: the hyphen.
  private static func number(of byte: UInt8) -> Int {
    if byte.isDigit { return Int(byte - UInt8(ascii: "0")) }
    if byte.isLowercaseLetter { return Int(byte - UInt8(ascii: "a")) + 10 }
    return 36
  }
}
