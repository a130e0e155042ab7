// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// A fault with its schedule, as a script or a request writes it.
struct PlannedFault: Sendable {
  /// When it begins.
  enum Begin: Hashable, Sendable {
    /// So many milliseconds after the venue's start, or after the request.
    case after(milliseconds: Int64)
    case instant(Instant)
  }

  let fault: Fault
  /// The name of its kind.
  let name: String
  /// Nil where nothing is said: at once.
  let at: Begin?
  let every: Int64?
  let length: Int64?
  /// As it was written.
  let source: Node

  static let scheduleKeys = ["at", "every", "for"]

  /// Whether anything is said about when.
  var isScheduled: Bool { at != nil || every != nil || length != nil }

  /// Reads `{"lose_messages": {"share": 0.1}, "at": "5m", "every": "1h", "for": "30s"}`.
  init(_ node: Node, in scope: FaultScope) throws(FaultProblem) {
    guard case .object(let members) = node.content else {
      throw FaultProblem(
        position: node.position, field: scope.field(""),
        sentence: "\(node.kindName) is not taken; give an object such as {\"drop_connections\": true}")
    }
    let kinds = members.filter { !Self.scheduleKeys.contains($0.key) }
    let kind = try Self.kind(among: kinds, of: node, in: scope)
    guard let fault = try Fault(kind, in: scope) else { throw Self.unknown(kind, in: scope) }
    self.fault = fault
    name = kind.key
    source = node
    let fields = FaultFields(members.filter { Self.scheduleKeys.contains($0.key) }, of: node, in: scope)
    at = try Self.begin(fields)
    every = try fields.duration("every", in: 1000...FaultDuration.longest)
    length = try fields.duration("for", in: 1...FaultDuration.longest)
    try check(fields)
  }

  /// The one member that names the fault.
  private static func kind(
    among members: [Node.Member], of node: Node, in scope: FaultScope
  ) throws(FaultProblem) -> Node.Member {
    if let stranger = members.first(where: { !Fault.names.contains($0.key) }) { throw unknown(stranger, in: scope) }
    guard let kind = members.first else {
      throw FaultProblem(
        position: node.position, field: scope.field(""),
        sentence: "the fault is missing; give one of \(Fault.names.joined(separator: ", "))")
    }
    guard members.count == 1 else {
      throw FaultProblem(
        position: members[1].keyPosition ?? node.position, field: scope.field(members[1].key),
        sentence: "it stands beside \(kind.key); give each fault its own object")
    }
    return kind
  }

  private static func unknown(_ member: Node.Member, in scope: FaultScope) -> FaultProblem {
    FaultProblem(
      position: member.keyPosition ?? member.value.position, field: scope.field(member.key),
      sentence: "there is no such fault; known are \(Fault.names.joined(separator: ", ")), and beside one of them "
        + scheduleKeys.joined(separator: ", "))
  }

  private static func begin(_ fields: FaultFields) throws(FaultProblem) -> Begin? {
    guard let node = fields["at"] else { return nil }
    if let duration = node.string.flatMap({ FaultDuration($0) }) { return .after(milliseconds: duration.milliseconds) }
    guard let instant = node.string.flatMap({ Instant($0) }) else {
      throw fields.problem("at", give: "a duration such as 90s, 5m or 2h, or an RFC 3339 time")
    }
    return .instant(instant)
  }

  private func check(_ fields: FaultFields) throws(FaultProblem) {
    guard fault.lasts else {
      if length != nil { throw fields.problem("for", give: "no length: \(name) happens at a moment") }
      return
    }
    guard let every else { return }
    guard let length else {
      if fault.count == nil { throw fields.problem("for", give: "how long each round lasts, less than \"every\"") }
      return
    }
    if length >= every {
      throw fields.problem("for", give: "less than \"every\", \(FaultDuration(milliseconds: every).text)")
    }
  }

  /// The schedule where durations count from a time.
  func schedule(from origin: Instant) -> FaultSchedule {
    let first =
      switch at {
      case nil: origin
      case .after(let milliseconds): origin.advanced(byMilliseconds: milliseconds)
      case .instant(let instant): instant
      }
    return FaultSchedule(first: first, every: every, length: length)
  }
}
