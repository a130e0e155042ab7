// SPDX-License-Identifier: Apache-2.0

public import Documents
import StrategyKit

/// A field of a bot and its value, as somebody types them: `stake_amount=50`, `risk.max_exposure=200`.
public struct BotAssignment: Hashable, Sendable {
  /// The keys that lead to the field.
  public let path: [String]
  /// The value; null brings back the default, or takes a limit away.
  public let value: Node

  /// Reads `key=value`; an empty value is null, except for the description.
  ///
  /// - Throws: `usage`, with what would be right.
  public init(_ text: String) throws(ControlFailure) {
    guard let equals = text.firstIndex(of: "=") else {
      throw .usage("'\(text)' is not of the form key=value: stake_amount=50")
    }
    let key = String(text[..<equals]).replacing("-", with: "_")
    let typed = String(text[text.index(after: equals)...])
    let (path, kind) = try Self.field(key)
    self.path = path
    value = try kind.value(typed, of: key)
  }

  /// How a field's value is typed.
  enum Kind {
    case text
    case mode
    case decimal
    case number
    case whole
    case truth
    case list
    case parameter

    func value(_ typed: String, of key: String) throws(ControlFailure) -> Node {
      if typed.isEmpty, key != "description" { return .null }
      switch self {
      case .text, .decimal: return .string(typed)
      case .mode: return .string(typed.replacing("-", with: "_"))
      case .list: return .array(BotAssignment.items(typed))
      case .parameter: return BotAssignment.parameter(typed)
      case .number: return try BotAssignment.number(typed, of: key)
      case .whole:
        guard let number = Int64(typed) else { throw .usage("\(key) is a whole number, and '\(typed)' is none") }
        return .number(number)
      case .truth:
        guard let value = ["true": true, "yes": true, "false": false, "no": false][typed.lowercased()] else {
          throw .usage("\(key) is true or false, and not '\(typed)'")
        }
        return .bool(value)
      }
    }
  }

  /// The fields that can be changed.
  private static let fields: [(name: String, kind: Kind)] = [
    ("description", .text), ("mode", .mode), ("account", .text), ("strategy", .text), ("timeframe", .text),
    ("pairs", .list), ("pair_blacklist", .list), ("stake_currency", .text), ("stake_amount", .decimal),
    ("max_open_trades", .whole), ("dry_run_wallet", .decimal),
    ("available_capital", .decimal), ("risk.max_trade_value", .decimal),
    ("risk.max_exposure", .decimal), ("risk.max_exposure_per_pair", .decimal), ("risk.max_open_orders", .whole),
    ("risk.max_daily_loss", .decimal), ("risk.max_drawdown", .number), ("stoploss", .number),
    ("trailing_stop", .truth), ("trailing_stop_positive", .number), ("trailing_stop_positive_offset", .number),
    ("trailing_only_offset_is_reached", .truth),
  ]

  /// Fields whose parts have names of their own.
  private static let maps = ["strategy_parameters", "minimal_roi"]

  private static func field(_ key: String) throws(ControlFailure) -> (path: [String], kind: Kind) {
    if let field = fields.first(where: { $0.name == key }) {
      return (field.name.split(separator: ".").map(String.init), field.kind)
    }
    let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
    if parts.count == 2, maps.contains(parts[0]), !parts[1].isEmpty {
      return (parts, parts[0] == "minimal_roi" ? .number : .parameter)
    }
    if key == "name" { throw .usage("a bot's name can't be changed; create another bot") }
    let known = fields.map(\.name) + maps.map { $0 + ".NAME" }
    if let suggestion = NameSuggestion.closest(to: key, among: known) {
      throw .usage("there is no field '\(key)'; did you mean '\(suggestion)'?")
    }
    throw .usage("there is no field '\(key)'; there are \(known.joined(separator: ", "))")
  }

  static func number(_ typed: String, of key: String) throws(ControlFailure) -> Node {
    guard let number = NumberText(typed) else { throw .usage("\(key) is a number, and '\(typed)' is none") }
    return .number(number)
  }

  /// A strategy's parameter: a number, or a text; the items of a list are told apart by the server, which knows where
  /// commas stand inside them.
  static func parameter(_ typed: String) -> Node { NumberText(typed).map(Node.number) ?? .string(typed) }

  /// The items of a list with commas.
  static func items(_ typed: String) -> [Node] {
    typed.split(separator: ",").map { $0.trimmingPrefix(while: { $0 == " " }) }
      .map { item in .string(String(item.reversed().drop { $0 == " " }.reversed())) }
  }
}

extension BotAssignment {
  /// The merge patch (RFC 7396) that makes the changes; a later one of the same field replaces an earlier one.
  public static func patch(_ assignments: [BotAssignment]) -> Node {
    assignments.reduce(.object([])) { node, assignment in node.setting(assignment.path[...], to: assignment.value) }
  }
}

extension Node {
  /// The node with the value at a path of keys; objects on the way are made.
  func setting(_ path: ArraySlice<String>, to value: Node) -> Node {
    guard let key = path.first else { return value }
    var members = object ?? []
    let rest = path.dropFirst()
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index].value = members[index].value.setting(rest, to: value)
    } else {
      members.append(Member(key: key, value: Node.object([]).setting(rest, to: value)))
    }
    return .object(members)
  }
}
