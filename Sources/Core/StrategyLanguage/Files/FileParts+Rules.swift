// SPDX-License-Identifier: Apache-2.0

import Documents
import StrategyKit
import TradingModel

extension FileParts {
  /// A list of `{ when, tag }`.
  func readRules(
    _ node: Node, _ field: String, emptyTag: String, _ reader: inout FileReader
  ) -> [FileRules.Rule] {
    let what = "\(field) is a list of rules such as - when: close > open"
    let elements = reader.list(node, field, most: Self.rulesMax, whatItIs: what)
    return elements.enumerated().compactMap { index, element in
      let path = "\(field)[\(index)]"
      guard
        let members = reader.members(
          element, path, keys: ["when", "tag"], whatItIs: "a rule is a mapping such as { when: close > open, tag: up }")
      else { return nil }
      guard let when = readWhen(members, element, path, &reader) else { return nil }
      return FileRules.Rule(when: when, tag: readTag(members, path, &reader) ?? emptyTag)
    }
  }

  private func readWhen(
    _ members: [Node.Member], _ rule: Node, _ path: String, _ reader: inout FileReader
  ) -> Int? {
    guard let when = members.first(where: { $0.key == "when" })?.value else {
      reader.fail(rule, path, "a rule needs the key 'when' with its condition")
      return nil
    }
    return reader.expression(when, "\(path).when")
  }

  private func readTag(_ members: [Node.Member], _ path: String, _ reader: inout FileReader) -> String? {
    guard let node = members.first(where: { $0.key == "tag" })?.value,
      let tag = reader.string(node, "\(path).tag", most: 64)
    else { return nil }
    guard tag.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }), !tag.isEmpty else {
      reader.fail(node, "\(path).tag", "a tag has 1 to 64 characters, and no control characters")
      return nil
    }
    return tag
  }

  mutating func readAdjustments(_ node: Node, _ reader: inout FileReader) {
    let field = "adjust_position"
    let what = "adjust_position is a mapping such as { max_entries: 2, rules: [...] }"
    guard let members = reader.members(node, field, keys: ["max_entries", "rules"], whatItIs: what) else { return }
    for member in members where member.key == "max_entries" {
      let most = reader.whole(member.value, "\(field).max_entries", -1...1000)
      rules.entriesAddedMax = most == -1 ? nil : most
    }
    guard let list = members.first(where: { $0.key == "rules" })?.value else {
      return reader.fail(node, field, "adjust_position needs the key 'rules'")
    }
    let elements = reader.list(list, "\(field).rules", most: Self.rulesMax, whatItIs: "rules are a list")
    for (index, element) in elements.enumerated() {
      let path = "\(field).rules[\(index)]"
      let what = "a rule is a mapping such as { when: trade.profit < -0.02, add: 50, tag: add }"
      let keys = ["when", "add", "reduce", "tag"]
      guard let members = reader.members(element, path, keys: keys, whatItIs: what) else { continue }
      let when = readWhen(members, element, path, &reader)
      let amounts = members.filter { $0.key == "add" || $0.key == "reduce" }
      guard amounts.count == 1, let amount = amounts.first else {
        reader.fail(element, path, "a rule has either 'add' with a stake, or 'reduce' with a share of the position")
        continue
      }
      let value = reader.expression(amount.value, "\(path).\(amount.key)")
      let tag = readTag(members, path, &reader)
      guard let when, let value else { continue }
      let isAdding = amount.key == "add"
      rules.adjustments.append(
        FileRules.Adjustment(
          when: when, amount: value, isAdding: isAdding, tag: tag ?? (isAdding ? "add" : "partial_exit")))
    }
  }

  // MARK: Exits

  mutating func readExitRules(_ members: [Node.Member], _ reader: inout FileReader) {
    var isRead = true
    func node(_ key: String) -> Node? { members.first { $0.key == key }?.value }
    func ratio(_ key: String) -> Ratio? {
      guard let node = node(key) else { return nil }
      guard let value = reader.decimal(node, key) else {
        isRead = false
        return nil
      }
      return Ratio(value)
    }
    func flag(_ key: String) -> Bool { node(key).flatMap { reader.bool($0, key) } ?? false }
    let stoploss = ratio("stoploss") ?? ExitRules.standard.stoploss
    let trailing = ExitRules.Trailing(
      positive: node("trailing_stop_positive")?.isNull == true ? nil : ratio("trailing_stop_positive"),
      positiveOffset: ratio("trailing_stop_positive_offset") ?? .zero,
      onlyOffsetIsReached: flag("trailing_only_offset_is_reached"))
    let isTrailing = flag("trailing_stop")
    let steps = node("minimal_roi").map { readROI($0, &reader) } ?? []
    guard isRead, let steps else { return }
    do {
      exitRules = try ExitRules(minimalROI: steps, stoploss: stoploss, trailing: isTrailing ? trailing : nil)
    } catch {
      for fault in error.faults {
        let member = members.first { $0.key == fault.key }
        reader.fail(at: member?.value.position, fault.key, fault.value, fault.description)
      }
    }
  }

  /// Nil after a fault.
  private func readROI(_ node: Node, _ reader: inout FileReader) -> [ExitRules.ROIStep]? {
    guard let members = node.object, members.count <= 100 else {
      reader.fail(
        node, "minimal_roi", "this is a mapping of at most 100 minutes to ratios such as { 0: 0.04, 30: 0.02 }")
      return nil
    }
    var steps: [ExitRules.ROIStep] = []
    for member in members {
      let field = "minimal_roi.\(member.key)"
      guard let minutes = Int(member.key), (0...100_000_000).contains(minutes) else {
        reader.fail(at: member.keyPosition, field, member.key, "the keys are whole minutes of the trade's age")
        continue
      }
      guard let value = reader.decimal(member.value, field) else { continue }
      steps.append(ExitRules.ROIStep(afterMinutes: minutes, ratio: Ratio(value)))
    }
    return steps.count == members.count ? steps : nil
  }
}
