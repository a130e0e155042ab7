// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// A fault of requests that change something: nobody is told what became of them.
struct OutcomeFault: Hashable, Sendable {
  /// What becomes of a request.
  enum Effect: Hashable, Sendable {
    /// It is carried out.
    case loseReply
    /// It isn't; nil for never, else after so many milliseconds of venue time.
    case drop(appliedAfter: Int64?)
  }

  let effect: Effect
  /// Whether the connection stays open and says nothing, rather than being cut.
  let isSilent: Bool
  /// Of paths below `/api/v3/`, with or without the method before them.
  let paths: NamePatterns
  let share: Fixed
  /// How many requests are hit before it is over; nil for as many as come.
  let count: Int64?

  static let names = ["lose_replies", "drop_requests"]

  private static let countMax: Int64 = 100_000
  private static let latest: Int64 = 86_400_000

  init?(_ member: Node.Member, in scope: FaultScope) throws(FaultProblem) {
    guard Self.names.contains(member.key) else { return nil }
    let isDrop = member.key == "drop_requests"
    let fields = try FaultFields(
      parametersOf: member, in: scope,
      known: ["silent", "paths", "share", "count"] + (isDrop ? ["applied_after"] : []))
    effect =
      isDrop ? .drop(appliedAfter: try fields.duration("applied_after", in: 1...Self.latest)) : .loseReply
    isSilent = try fields.flag("silent") ?? false
    paths = try fields.paths()
    share = try fields.share()
    count = try fields.whole("count", in: 1...Self.countMax)
  }
}
