// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import Documents
import StrategyKit

/// A change of a bot: a JSON merge patch (RFC 7396) whose form has been checked.
public struct BotPatch: Sendable {
  /// The document.
  public let node: Node

  /// What may change while a bot is RUNNING.
  public static let changeableWhileRunning = [
    "description", "stake_amount", "max_open_trades", "risk", "pairs", "pair_blacklist",
  ]

  /// A change of a document.
  ///
  /// - Throws: everything that is wrong with its form.
  public init(_ node: Node) throws(FieldErrors) {
    try BotSchemas.patch.checked(node)
    self.node = node
  }

  /// The settings of a bot after the change; the same ones where nothing changes.
  ///
  /// A new strategy comes with its own parameters and exit rules, unless the patch gives some.
  /// - Throws: `invalid` for values that are wrong, `conflict` for what can't change while the bot is RUNNING.
  public func settings(of record: BotRecord, catalog: SettingsCatalog) throws(ControlError) -> BotSettings {
    let merged = Self.merge(node, into: base(of: record.settings))
    let settings: BotSettings
    do {
      var reader = BotReader(node: merged, catalog: catalog)
      settings = try reader.settings()
    } catch {
      throw .invalid(error)
    }
    guard record.state == .running else { return settings }
    let changed = Self.changedFields(from: record.settings, to: settings)
    if let field = changed.first(where: { !Self.changeableWhileRunning.contains($0) }) {
      throw .conflict(
        "\(field) can't change while the bot is RUNNING; stop it first, or change only "
          + Self.changeableWhileRunning.joined(separator: ", "),
        field: field)
    }
    return settings
  }

  /// The fields in which two settings of one bot differ, as the API names them.
  public static func changedFields(from old: BotSettings, to new: BotSettings) -> [String] {
    zip(old.members, new.members).filter { $0.value != $1.value }.map(\.0.key)
  }

  /// The bot's document as far as the patch doesn't make it a matter of the strategy's defaults.
  private func base(of settings: BotSettings) -> Node {
    let isOtherStrategy = node["strategy"].map { $0.string != settings.strategy } ?? false
    let trailing = ["trailing_stop_positive", "trailing_stop_positive_offset", "trailing_only_offset_is_reached"]
    let exits = settings.exits.members.map(\.key)
    return .object(
      settings.members.filter { member in
        if isOtherStrategy, member.key == "strategy_parameters" || exits.contains(member.key) { return false }
        return settings.exits.trailing != nil || !trailing.contains(member.key)
      })
  }

  private static func merge(_ patch: Node, into target: Node) -> Node {
    guard let changes = patch.object else { return patch }
    var members = target.object ?? []
    for change in changes {
      let index = members.firstIndex { $0.key == change.key }
      if change.value.isNull {
        if let index { members.remove(at: index) }
      } else if let index {
        members[index].value = merge(change.value, into: members[index].value)
      } else {
        members.append(Node.Member(key: change.key, value: merge(change.value, into: .null)))
      }
    }
    return .object(members)
  }
}
