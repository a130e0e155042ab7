// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// What befalls those who have an account, for a while.
enum AccountFault: Hashable, Sendable {
  /// Orders can't be found yet that were placed less than so many milliseconds ago.
  case hideOrders(milliseconds: Int64)
  /// Keys are good for nothing; nil for all.
  case revokeKeys([String]?)

  static let names = ["hide_orders", "revoke_keys"]

  private static let longest: Int64 = 86_400_000

  init?(_ member: Node.Member, in scope: FaultScope) throws(FaultProblem) {
    switch member.key {
    case "hide_orders":
      let fields = try FaultFields(parametersOf: member, in: scope, known: ["by"])
      self = .hideOrders(milliseconds: try fields.duration("by", in: 1...Self.longest) ?? 2000)
    case "revoke_keys":
      let fields = try FaultFields(parametersOf: member, in: scope, known: ["keys"])
      self = .revokeKeys(try fields.texts("keys", give: "keys as clients send them"))
    default: return nil
    }
  }
}
