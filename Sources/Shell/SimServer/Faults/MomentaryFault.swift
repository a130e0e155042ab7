// SPDX-License-Identifier: Apache-2.0

import Documents

/// A fault that happens at a moment and is over.
enum MomentaryFault: String, Hashable, Sendable, CaseIterable {
  /// Every connection is cut, without a closing handshake.
  case dropConnections = "drop_connections"
  /// Every connection is told that the server goes down, and stays open.
  case serverShutdown = "server_shutdown"
  /// All orders, trades and lists of all accounts vanish, and they have what they began with.
  case wipe = "wipe_accounts"

  static let names = allCases.map(\.rawValue)

  init?(_ member: Node.Member, in scope: FaultScope) throws(FaultProblem) {
    guard let fault = MomentaryFault(rawValue: member.key) else { return nil }
    _ = try FaultFields(parametersOf: member, in: scope, known: [])
    self = fault
  }

  /// What the answer to the request calls what was hit.
  var figureName: String {
    switch self {
    case .dropConnections: "dropped_connections"
    case .serverShutdown: "told_connections"
    case .wipe: "wiped_accounts"
    }
  }
}
