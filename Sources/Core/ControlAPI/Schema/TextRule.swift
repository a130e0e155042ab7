// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import TradingModel

/// What a text must be: a regular expression for the document, and the code that decides.
///
/// What the code accepts always matches the expression and the length; tests hold them against each other.
public struct TextRule: Sendable {
  /// The regular expression (ECMA-262), or nil where any text of the length will do.
  public let pattern: String?
  /// How many Unicode scalars.
  public let length: ClosedRange<Int>
  /// What goes on after "must be".
  public let expectation: String
  let accepts: @Sendable (String) -> Bool

  init(
    pattern: String?, length: ClosedRange<Int>, expectation: String, accepts: @escaping @Sendable (String) -> Bool
  ) {
    self.pattern = pattern
    self.length = length
    self.expectation = expectation
    self.accepts = accepts
  }

  /// Whether a text follows the rule.
  public func holds(for text: String) -> Bool {
    length.contains(text.unicodeScalars.count) && accepts(text)
  }
}

extension TextRule {
  /// A bot's name.
  static let botName = TextRule(
    pattern: BotName.pattern, length: 1...40,
    expectation: "1 to 40 of a-z, 0-9 and '-', not starting with '-'"
  ) { BotName($0) != nil }

  /// A strategy's name, written as a bot's.
  static let strategyName = TextRule(
    pattern: BotName.pattern, length: 1...40, expectation: "the name of a strategy, such as ema-crossover"
  ) { BotName($0) != nil }

  /// An account's name, written as a bot's.
  static let accountName = TextRule(
    pattern: BotName.pattern, length: 1...40, expectation: "the name of an account, such as default"
  ) { BotName($0) != nil }

  /// What an asset's code is made of: letters and digits, beyond ASCII too.
  private static let assetLetter = #"[^\u0000-/:-@\[-`{-\u007f]"#

  /// A pair, `BTC/USDT` or `BTCUSDT`.
  static let pair = TextRule(
    pattern: "^\(assetLetter){1,20}/?\(assetLetter){1,20}$", length: 2...41,
    expectation: "a pair such as BTC/USDT"
  ) { PairText($0) != nil }

  /// An asset's code.
  static let asset = TextRule(
    pattern: "^\(assetLetter){1,20}$", length: 1...20, expectation: "the code of an asset, such as USDT"
  ) { Asset($0) != nil }

  /// RFC 3339, or a UTC date.
  static let time = TextRule(
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
      + #"([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$"#,
    length: 10...35, expectation: "a time such as 2026-11-20T23:10:36.000Z, or a UTC date"
  ) { text in Instant(text).map(Instant.textRange.contains) ?? false }

  /// Where a list goes on.
  static let cursor = TextRule(
    pattern: Cursor.pattern, length: 1...64, expectation: "the next_cursor of the page before"
  ) { Cursor($0) != nil }

  /// A parameter's name.
  static let parameterName = TextRule(
    pattern: "^[a-z][a-z0-9_]{0,39}$", length: 1...40, expectation: "the name of a parameter, such as fast"
  ) { text in
    (text.utf8.first.map(isLowercase) ?? false)
      && text.utf8.allSatisfy { isLowercase($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  /// Minutes as the key of a table.
  static let minutes = TextRule(
    pattern: "^[0-9]{1,7}$", length: 1...7, expectation: "minutes, such as 30"
  ) { $0.utf8.allSatisfy(isDigit) }

  /// A client's key of a request.
  static let idempotencyKey = TextRule(
    pattern: RequestKey.pattern, length: 1...128, expectation: "1 to 128 printable ASCII characters"
  ) { RequestKey($0) != nil }

  /// What `If-Match` takes.
  static let entityTag = TextRule(
    pattern: EntityTag.pattern, length: 1...24, expectation: "an ETag such as \"3\", or *"
  ) { EntityTag($0) != nil }

  /// An event's number.
  static let eventID = TextRule(
    pattern: "^[0-9]{1,18}$", length: 1...18, expectation: "the id of an event"
  ) { $0.utf8.allSatisfy(isDigit) }

  /// Words for people: no control characters but tab and line feed.
  static func words(upTo limit: Int) -> TextRule {
    TextRule(
      pattern: #"^[^\u0000-\u0008\u000b-\u001f\u007f]*$"#, length: 0...limit,
      expectation: "a text of at most \(limit) characters without control characters"
    ) { text in
      text.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7f) || $0 == 0x09 || $0 == 0x0a }
    }
  }

  /// Any text, in answers.
  static let any = TextRule(pattern: nil, length: 0...Schema.unlimited, expectation: "a text") { _ in true }

  private static func isLowercase(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
