// SPDX-License-Identifier: Apache-2.0

public import Documents

/// One thing with all its parts, as lines of names and values.
public struct DetailText: Sendable {
  private let isColoured: Bool
  private let width: Int?

  /// A writer of details for a terminal of so many cells.
  public init(width: Int?, isColoured: Bool) {
    self.width = width
    self.isColoured = isColoured
  }

  /// The lines of a document. Lists of objects become tables, objects are indented.
  public func lines(_ node: Node) -> [String] { lines(node, indentation: 0) }

  private func lines(_ node: Node, indentation: Int) -> [String] {
    guard let members = node.object else {
      return [indent(indentation) + DisplayWidth.harmless(CellText.line(node))]
    }
    // Keys further down are names that operators gave, or that they type in 'botctl edit'.
    let names = members.map { indentation == 0 ? Self.name($0.key) : DisplayWidth.harmless($0.key) }
    let nameWidth = zip(members, names).filter { Self.isInline($0.0.value) }.map { DisplayWidth.of($0.1) }.max() ?? 0
    return zip(members, names).flatMap { member, name -> [String] in
      if Self.isInline(member.value) {
        let padding = String(repeating: " ", count: nameWidth - DisplayWidth.of(name) + 2)
        return [indent(indentation) + paint(name + ":", .bold) + padding + value(member)]
      }
      return [indent(indentation) + paint(name + ":", .bold)] + block(member.value, indentation: indentation + 2)
    }
  }

  private func block(_ node: Node, indentation: Int) -> [String] {
    guard let elements = node.array else { return lines(node, indentation: indentation) }
    let columns = Self.columns(of: elements)
    let table = Table(elements, columns: columns)
    return table.lines(width: width.map { max(20, $0 - indentation) }, isColoured: isColoured)
      .map { indent(indentation) + $0 }
  }

  private func value(_ member: Node.Member) -> String {
    if CellText.line(member.value).isEmpty { return "-" }
    let column = Column(member.key, Self.kind(of: member.key, member.value))
    let text = column.text(in: .object([member]))
    return column.ink(for: text).map { paint(text, $0) } ?? (column.kind == .time ? text + " UTC" : text)
  }

  /// Columns for items of whose form nothing else is known: the members of the first ones, in their order.
  static func columns(of items: [Node]) -> [Column] {
    var columns: [Column] = []
    for member in items.prefix(20).flatMap({ $0.object ?? [] }) {
      if let index = columns.firstIndex(where: { $0.key == member.key }) {
        if columns[index].kind == .text, !member.value.isNull {
          columns[index] = Column(member.key, kind(of: member.key, member.value))
        }
      } else {
        columns.append(Column(member.key, kind(of: member.key, member.value)))
      }
    }
    return columns
  }

  /// How a value is written, by the API's habits: names of times end in `_at`, of ratios in `_ratio`, and so on.
  static func kind(of key: String, _ value: Node) -> Column.Kind {
    switch key {
    case "state", "phase", "status", "level", "outcome": return .word
    case "time", "since", "from", "to", "first", "last": return value.string?.hasSuffix("Z") == true ? .time : .text
    case _ where key.hasSuffix("_at") || key.hasSuffix("_time"): return .time
    case "profit_abs", "realized_profit": return .profit
    case "expectancy_ratio": return .number
    case "profit_mean": return .profitPercent
    case _ where key.hasSuffix("profit_ratio"): return .profitPercent
    case "drawdown", "max_drawdown", "win_rate", "stoploss", "ratio": return value.object == nil ? .percent : .text
    case _ where key.hasSuffix("_ratio"): return .percent
    case "equity", "available", "initial_wallet", "expectancy": return .money
    default: return value.number != nil || isDecimal(value) ? .number : .text
    }
  }

  private static func isDecimal(_ node: Node) -> Bool { node.string.map { NumberText($0) != nil } ?? false }

  private static func isInline(_ node: Node) -> Bool {
    switch node.content {
    case .object(let members): members.isEmpty
    case .array(let elements): elements.allSatisfy { $0.object == nil }
    case .null, .bool, .number, .string: true
    }
  }

  private static func name(_ key: String) -> String {
    let words = key.replacing("_", with: " ")
    return DisplayWidth.harmless(words.prefix(1).uppercased() + words.dropFirst())
  }

  private func indent(_ count: Int) -> String { String(repeating: " ", count: count) }

  private func paint(_ text: String, _ ink: Ink) -> String { isColoured ? ink.over(text) : text }
}
