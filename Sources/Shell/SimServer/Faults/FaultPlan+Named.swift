// SPDX-License-Identifier: Apache-2.0

import Documents

extension FaultPlan {
  /// The plans that can be asked for by name. An honest client can recover from each by the venue's documented ways.
  public static let names = ["connections", "requests", "all"]

  /// A plan by its name; nil where there is none.
  public init?(named name: String, seed: UInt64) {
    guard let script = Self.script(of: name) else { return nil }
    do throws(FaultScriptError) {
      try self.init(script: .array(script), pairs: [], seed: seed)
    } catch {
      preconditionFailure("the plan \(name) can be read: \(error)")
    }
  }

  private static func script(of name: String) -> [Node]? {
    switch name {
    case "connections": connections
    case "requests": requests
    case "all": connections + requests
    default: nil
    }
  }

  private static let connections: [Node] = [
    ["at": "4m", "every": "13m", "drop_connections": true],
    ["at": "7m", "every": "29m", "server_shutdown": true],
  ]

  private static let requests: [Node] = [
    ["at": "3m", "every": "17m", "for": "1m", "fail_requests": ["status": 503, "share": "0.2"]],
    ["at": "6m", "every": "19m", "fail_requests": ["status": 429, "retry_after": "2s", "count": 1]],
    ["at": "9m", "every": "31m", "fail_requests": ["status": 418, "retry_after": "5s", "count": 1]],
    ["at": "11m", "every": "23m", "for": "2m", "slow_requests": ["by": "1s", "share": "0.2"]],
  ]
}
