// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// A fault of answers, by REST and by the WebSocket API alike.
struct RequestFault: Hashable, Sendable {
  /// What becomes of a request.
  enum Effect: Hashable, Sendable {
    /// It is answered with an error. The time after which to ask again is the wall's, as it is where limits are passed.
    case fail(Failure)
    /// It is answered late, by the wall.
    case slow(milliseconds: Int64)
  }

  /// How a request fails.
  struct Failure: Hashable, Sendable {
    let status: Int
    var code = -1000
    /// For 429 and 418.
    var retryAfterSeconds: Int64 = 0
    /// Whether what was asked is carried out all the same.
    var isApplied = false
  }

  let effect: Effect
  /// Below `/api/v3/`.
  let paths: NamePatterns
  let share: Fixed
  /// How many requests are hit before it is over; nil for as many as come.
  let count: Int64?

  static let names = ["fail_requests", "slow_requests"]

  private static let countMax: Int64 = 100_000
  /// By the wall.
  private static let slowest: Int64 = 10 * 60_000
  /// Three days, the longest ban.
  private static let retryAfterMax: Int64 = 3 * 86_400_000

  init?(_ member: Node.Member, in scope: FaultScope) throws(FaultProblem) {
    let fields: FaultFields
    switch member.key {
    case "fail_requests":
      fields = try FaultFields(
        parametersOf: member, in: scope, known: ["status", "code", "applied", "retry_after", "paths", "share", "count"])
      effect = try Self.failure(fields)
    case "slow_requests":
      fields = try FaultFields(parametersOf: member, in: scope, known: ["by", "paths", "share", "count"])
      effect = .slow(milliseconds: try fields.duration("by", in: 1...Self.slowest) ?? 2000)
    default: return nil
    }
    paths = try fields.paths()
    share = try fields.share()
    count = try fields.whole("count", in: 1...Self.countMax)
  }

  private static func failure(_ fields: FaultFields) throws(FaultProblem) -> Effect {
    let status = fields["status"] == nil ? 503 : fields["status"]?.int64 ?? 0
    guard status == 429 || status == 418 || (500...599).contains(status) else {
      throw fields.problem("status", give: "429, 418, or a number from 500 to 599")
    }
    let isLimit = status < 500
    guard isLimit || fields["retry_after"] == nil else {
      throw fields.problem("retry_after", give: "it with status 429 or 418 only")
    }
    // Milliseconds would be lost: the header has whole seconds.
    let wait = try fields.duration("retry_after", in: 1000...retryAfterMax) ?? (status == 418 ? 120_000 : 10_000)
    guard !isLimit || (fields["code"] == nil && fields["applied"] == nil) else {
      throw fields.problem(fields["code"] == nil ? "applied" : "code", give: "it with status 500 to 599 only")
    }
    let code = try fields.whole("code", in: -1008 ... -1000) ?? -1000
    guard RestRefusal.failureTexts[Int(code)] != nil else {
      throw fields.problem("code", give: "-1000, -1001, -1006, -1007 or -1008")
    }
    return .fail(
      Failure(
        status: Int(status), code: Int(code), retryAfterSeconds: isLimit ? (wait + 999) / 1000 : 0,
        isApplied: try fields.flag("applied") ?? false))
  }
}
