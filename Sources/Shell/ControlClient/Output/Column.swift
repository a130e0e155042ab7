// SPDX-License-Identifier: Apache-2.0

import Documents

/// A column of a table: where its values stand in an item, and how they are written.
public struct Column: Hashable, Sendable {
  /// How values are written and aligned.
  public enum Kind: Hashable, Sendable {
    /// A word or sentence; may be cut where there is no room.
    case text
    /// A name, which is never cut.
    case name
    /// A word of the API, which has a colour.
    case word
    /// A number as it is: prices and amounts.
    case number
    /// An amount of money.
    case money
    /// Money with its sign.
    case profit
    /// A ratio, as a percentage.
    case percent
    /// A ratio with its sign.
    case profitPercent
    /// A time in UTC.
    case time
  }

  /// The keys that lead to the value, by which it is also known in CSV: `risk.max_exposure`.
  public let key: String
  /// What stands above it.
  public let title: String
  /// How values are written.
  public let kind: Kind
  /// Whether only the wide table has it.
  public let isWide: Bool
  /// What has the lowest number gives way first where there is no room.
  public let importance: Int

  /// A column; its title is the key in capitals unless one is given.
  public init(
    _ key: String, _ kind: Kind = .text, title: String? = nil, isWide: Bool = false, importance: Int = 5
  ) {
    self.key = key
    self.kind = kind
    let name = title ?? key.replacing("_", with: " ").uppercased()
    self.title = kind == .time ? name + " UTC" : name
    self.isWide = isWide
    self.importance = importance
  }

  /// Whether values stand at the right.
  var isRight: Bool {
    switch kind {
    case .number, .money, .profit, .percent, .profitPercent: true
    case .text, .name, .word, .time: false
    }
  }

  /// Whether a value may be cut: a cut number or time would be another one.
  var isCuttable: Bool { kind == .text }

  /// The value in an item; null where there is none.
  func value(in item: Node) -> Node {
    var node = item
    for part in key.split(separator: ".") { node = node[String(part)] ?? .null }
    return node
  }

  /// The value as a table shows it; a dash where there is none.
  func text(in item: Node) -> String {
    let node = value(in: item)
    if node.isNull { return "-" }
    let text =
      switch kind {
      case .text, .name, .word: CellText.line(node)
      case .number: CellText.number(node)
      case .money: CellText.money(node)
      case .profit: CellText.money(node, isSigned: true)
      case .percent: CellText.percent(node)
      case .profitPercent: CellText.percent(node, isSigned: true)
      case .time: CellText.time(CellText.line(node))
      }
    return DisplayWidth.harmless(text)
  }

  /// The colour of a value's text.
  func ink(for text: String) -> Ink? {
    switch kind {
    case .word: Ink.forWord(text)
    case .profit, .profitPercent: Ink.forSign(text)
    case .text, .name, .number, .money, .percent, .time: nil
    }
  }
}
