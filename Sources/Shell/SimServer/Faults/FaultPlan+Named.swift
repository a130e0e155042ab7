// SPDX-License-Identifier: Apache-2.0

import Documents

extension FaultPlan {
  /// The plans that can be asked for by name. An honest client can recover from each by the venue's documented ways.
  public static let names = ["messages", "connections", "requests", "venue", "orders", "all"]

  /// A plan by its name, or `seed:N` for one that is made from a number; nil where there is none.
  ///
  /// - Parameter seed: by which it is chosen what is hit where not everything is; for `seed:N` it is that number.
  public init?(named name: String, seed: UInt64) {
    var (script, seed) = (Self.script(of: name), seed)
    if name.hasPrefix("seed:"), let number = UInt64(name.dropFirst(5)) {
      (script, seed) = (Self.script(seed: number), number)
    }
    guard let script else { return nil }
    do throws(FaultScriptError) {
      try self.init(script: .array(script), pairs: [], seed: seed)
    } catch {
      preconditionFailure("the plan \(name) can be read: \(error)")
    }
  }

  private static func script(of name: String) -> [Node]? {
    switch name {
    case "messages": messages
    case "connections": connections
    case "requests": requests
    case "venue": venue
    case "orders": orders
    case "all": messages + connections + requests + venue + orders
    default: nil
    }
  }

  private static let messages: [Node] = [
    ["at": "1m", "every": "16m", "for": "2m", "double_messages": ["share": "0.3"]],
    ["at": "3m", "every": "16m", "for": "2m", "lose_messages": ["share": "0.1"]],
    ["at": "5m", "every": "16m", "for": "2m", "cut_messages": ["share": "0.05"]],
    ["at": "7m", "every": "16m", "for": "2m", "reorder_messages": ["share": "0.2"]],
    ["at": "9m", "every": "16m", "for": "2m", "delay_messages": ["by": "4s", "share": "0.2"]],
    ["at": "11m", "every": "16m", "for": "2m", "unknown_fields": ["share": "0.5"]],
    ["at": "11m", "every": "16m", "for": "2m", "unknown_events": ["share": "0.1"]],
    ["at": "13m", "every": "16m", "for": "2m", "drop_closing_candles": ["share": "0.5"]],
  ]

  private static let connections: [Node] = [
    ["at": "4m", "every": "13m", "drop_connections": true],
    ["at": "7m", "every": "29m", "server_shutdown": true],
    ["at": "10m", "every": "17m", "for": "90s", "silence_streams": ["share": "0.5"]],
  ]

  private static let venue: [Node] = [
    ["at": "5m", "every": "41m", "for": "2m", "halt": true],
    ["at": "8m", "every": "37m", "for": "2m", "clock_skew": ["by": "300ms"]],
    ["at": "12m", "every": "53m", "for": "3m", "halt": ["status": "CANCEL_ONLY"]],
    ["at": "17m", "every": "1h", "for": "10m", "change_filters": ["coarser": 10]],
    ["at": "20m", "every": "67m", "for": "1m", "maintenance": true],
    ["at": "25m", "list_symbol": ["symbols": "NEW/USDT"]],
  ]

  private static let orders: [Node] = [
    ["at": "1m", "every": "14m", "for": "1m", "lose_replies": ["share": "0.3"]],
    ["at": "2m", "every": "14m", "for": "1m", "drop_requests": ["share": "0.3"]],
    ["at": "3m", "every": "14m", "for": "1m", "drop_requests": ["share": "0.3", "applied_after": "3s"]],
    [
      "at": "4m", "every": "14m", "for": "1m",
      "fail_requests": ["status": 504, "code": -1007, "applied": true, "paths": "*rder*", "share": "0.3"],
    ],
    [
      "at": "5m", "every": "14m", "for": "1m",
      "fail_requests": ["status": 500, "code": -1006, "paths": "*rder*", "share": "0.3"],
    ],
    ["at": "6m", "every": "14m", "for": "1m", "hide_orders": ["by": "2s"]],
    ["at": "7m", "every": "14m", "for": "1m", "double_user_events": ["share": "0.3"]],
    ["at": "8m", "every": "14m", "for": "1m", "lose_user_events": ["share": "0.3"]],
    ["at": "9m", "every": "14m", "for": "1m", "delay_user_events": ["by": "2s", "share": "0.3"]],
    ["at": "10m", "every": "14m", "for": "1m", "reorder_user_events": ["share": "0.3"]],
    ["at": "11m", "every": "14m", "for": "30s", "lose_user_events": true],
  ]

  private static let requests: [Node] = [
    ["at": "3m", "every": "17m", "for": "1m", "fail_requests": ["status": 503, "share": "0.2"]],
    ["at": "6m", "every": "19m", "fail_requests": ["status": 429, "retry_after": "2s", "count": 1]],
    ["at": "9m", "every": "31m", "fail_requests": ["status": 418, "retry_after": "5s", "count": 1]],
    ["at": "11m", "every": "23m", "for": "2m", "slow_requests": ["by": "1s", "share": "0.2"]],
  ]
}
