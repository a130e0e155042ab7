// SPDX-License-Identifier: Apache-2.0

public import Documents
public import StrategyKit

extension Verdict.Explanation {
  /// What a strategy thought, as members of a signal's or decision's document.
  var members: [Node.Member] {
    [
      .init(key: "stance", value: .optional(stance, \.node)),
      .init(key: "why", value: .string(reason)),
      .init(key: "votes", value: .array(votes.map(\.node))),
      .init(key: "confluence", value: .optional(poll, \.node)),
      .init(
        key: "values",
        value: .object(readings.map { .init(key: $0.name, value: .number($0.value)) })),
    ]
  }

  /// The document by which it is kept.
  public var node: Node { .object(members) }

  /// What a document says that ``node`` made; nil where it can't be one.
  public init?(_ node: Node) {
    guard let reason = node["why"]?.string, let votes = node["votes"]?.array?.map(Vote.init(node:)),
      case .object(let values)? = node["values"]?.content
    else { return nil }
    let readings = values.compactMap { member in member.value.number?.double.map { Reading(member.key, $0) } }
    let known = votes.compactMap(\.self)
    guard known.count == votes.count, readings.count == values.count else { return nil }
    self.init(
      stance: node["stance"].flatMap(Stance.init(node:)), reason: reason, votes: known,
      poll: node["confluence"].flatMap { Poll(node: $0, votes: known) }, readings: readings)
  }

  /// The members of something that no strategy was asked about.
  static var noMembers: [Node.Member] {
    [
      .init(key: "stance", value: .null), .init(key: "why", value: .string("")), .init(key: "votes", value: .array([])),
      .init(key: "confluence", value: .null), .init(key: "values", value: .object([])),
    ]
  }
}

extension Stance {
  var node: Node {
    ["side": .optional(side) { .string($0.rawValue) }, "strength": .number(strength)]
  }

  init?(node: Node) {
    guard let strength = node["strength"]?.number?.double else { return nil }
    self.init(node["side"]?.string.flatMap(SignalAction.init(rawValue:)), strength: strength)
  }
}

extension Vote {
  var node: Node {
    [
      "strategy": .string(strategy), "side": .optional(stance?.side) { .string($0.rawValue) },
      "strength": .optional(stance) { .number($0.strength) }, "weight": .number(weight), "reason": .string(reason),
      "failed": .bool(hasFailed),
    ]
  }

  init?(node: Node) {
    guard let strategy = node["strategy"]?.string, let reason = node["reason"]?.string,
      let weight = node["weight"]?.number?.double
    else { return nil }
    self.init(
      strategy: strategy, weight: weight, stance: Stance(node: node), reason: reason,
      hasFailed: node["failed"]?.bool ?? false)
  }
}

extension Poll {
  var node: Node {
    [
      "mode": .string(mode.rawValue), "side": .optional(side) { .string($0.rawValue) }, "score": .number(score),
      "threshold": .optional(threshold) { .number($0) }, "summary": .string(summary),
    ]
  }

  init?(node: Node, votes: [Vote]) {
    guard let mode = node["mode"]?.string.flatMap(ConfluenceMode.init(rawValue:)),
      let score = node["score"]?.number?.double, let summary = node["summary"]?.string
    else { return nil }
    self.init(
      mode: mode, side: node["side"]?.string.flatMap(SignalAction.init(rawValue:)), score: score,
      threshold: node["threshold"]?.number?.double, votes: votes, summary: summary)
  }
}
