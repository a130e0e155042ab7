// SPDX-License-Identifier: Apache-2.0

import StrategyKit
import TradingModel

/// Reads which strategies are to vote: `ema-crossover, rsi-mean-reversion(period=7, oversold=25)*2`.
///
/// Names stand with commas between them. Behind a name stand its parameters in brackets, where they are not the defaults,
/// and behind that a star and the weight, where it is not 1.
struct MemberList {
  /// The strategies that there are.
  let known: [StrategyDefinition]
  /// The parameter that is read, for faults.
  let parameter = "of"

  /// How many may vote.
  static let countMax = 32
  /// The largest weight.
  static let weightMax = Fixed(1000)

  /// The members of a text.
  ///
  /// - Throws: what is wrong with the first that can't be taken.
  func members(of text: String) throws(ParameterFault) -> [ConfluenceMember] {
    var members: [ConfluenceMember] = []
    for item in try items(of: text[...]) {
      let member = try member(of: item)
      if members.contains(where: { $0.values == member.values }) {
        throw fault("names \(member.label) twice; a strategy votes again only with other parameters")
      }
      members.append(member)
    }
    guard !members.isEmpty else { throw fault("names no strategy; name at least one, as in: ema-crossover, macd") }
    guard members.count <= Self.countMax else {
      throw fault("names \(members.count) strategies; at most \(Self.countMax) can vote")
    }
    return members
  }

  /// What stands between the commas that are outside brackets.
  private func items(of text: Substring) throws(ParameterFault) -> [Substring] {
    var items: [Substring] = []
    var (start, depth) = (text.startIndex, 0)
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case "," where depth == 0:
        items.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
      guard (0...1).contains(depth) else { throw fault("can't be read: its brackets don't match in '\(text)'") }
    }
    guard depth == 0 else { throw fault("can't be read: a bracket isn't closed in '\(text)'") }
    items.append(text[start...])
    if items.count == 1, items[0].trimmed.isEmpty { return [] }
    return items
  }

  private func member(of item: Substring) throws(ParameterFault) -> ConfluenceMember {
    var rest = item.trimmed
    var weight = Fixed.one
    if let star = rest.lastIndex(of: "*") {
      weight = try self.weight(rest[rest.index(after: star)...].trimmed)
      rest = rest[..<star].trimmed
    }
    var given: [String: String] = [:]
    if let bracket = rest.firstIndex(of: "(") {
      guard rest.last == ")" else { throw fault("can't be read: '\(rest)' goes on behind its brackets") }
      given = try parameters(of: rest[rest.index(after: bracket)...].dropLast())
      rest = rest[..<bracket].trimmed
    }
    let definition = try definition(named: String(rest))
    do {
      return ConfluenceMember(definition: definition, values: try definition.values(given), weight: weight)
    } catch {
      throw fault("names \(definition.name) with what it can't take: \(error)")
    }
  }

  private func weight(_ text: Substring) throws(ParameterFault) -> Fixed {
    guard let weight = Fixed(String(text)), weight > .zero, weight <= Self.weightMax else {
      throw fault("gives the weight '\(text)'; a weight is a decimal above 0 and at most \(Self.weightMax)")
    }
    return weight
  }

  private func parameters(of text: Substring) throws(ParameterFault) -> [String: String] {
    var given: [String: String] = [:]
    if text.trimmed.isEmpty { return given }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmed)
      guard sides.count == 2, !sides[0].isEmpty else {
        throw fault("can't be read: '\(part.trimmed)' is not of the form name=value")
      }
      guard given.updateValue(String(sides[1]), forKey: String(sides[0])) == nil else {
        throw fault("gives the parameter '\(sides[0])' twice")
      }
    }
    return given
  }

  private func definition(named name: String) throws(ParameterFault) -> StrategyDefinition {
    if name == Confluence.name { throw fault("names \(name), which can't vote in itself") }
    if name.isEmpty { throw fault("names nothing between two commas, before the first or after the last") }
    if let found = known.first(where: { $0.name == name }) { return found }
    throw fault("names what there isn't: \(UnknownStrategy(name: name, known: known.map(\.name)))")
  }

  private func fault(_ rest: String) -> ParameterFault { ParameterFault(parameter, .unusable(rest)) }
}

extension Substring {
  /// Without the blanks at both ends.
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return start.prefix(0) }
    return start[...last]
  }
}
