// SPDX-License-Identifier: Apache-2.0

import Documents
import Synchronization

/// A fault that is asked for by `POST /sim/faults`: one key, one fault.
enum FaultRequest: Hashable, Sendable {
  /// `{"drop_connections": true}`: every connection is cut, without a closing handshake.
  case dropConnections
  /// `{"server_shutdown": true}`: every connection is told that the server goes down.
  case serverShutdown
  /// `{"fail_requests": {"status": 503, "count": 3}}`: the next requests are answered with a server's error.
  case failRequests(status: Int, count: Int)

  static let countMax: Int64 = 100_000

  init(_ node: Node) throws(SimRefusal) {
    guard case .object(let members) = node.content, members.count == 1, let member = members.first else {
      throw Self.refusal
    }
    switch member.key {
    case "drop_connections" where member.value.bool == true: self = .dropConnections
    case "server_shutdown" where member.value.bool == true: self = .serverShutdown
    case "fail_requests":
      guard case .object(let parts) = member.value.content, Set(parts.map(\.key)) == ["status", "count"],
        parts.count == 2, let status = member.value["status"]?.int64, (500...599).contains(status),
        let count = member.value["count"]?.int64, (0...Self.countMax).contains(count)
      else {
        throw .unprocessable("fail_requests is {\"status\": 500 to 599, \"count\": 0 to \(Self.countMax)}")
      }
      self = .failRequests(status: Int(status), count: Int(count))
    default: throw Self.refusal
    }
  }

  private static let refusal = SimRefusal.unprocessable(
    "the body is one of {\"drop_connections\": true}, {\"server_shutdown\": true}, "
      + "{\"fail_requests\": {\"status\": 503, \"count\": 3}}")
}

/// The requests that are to be answered with an error.
final class RequestFaults: Sendable {
  private let pending = Mutex<(status: Int, count: Int)>((503, 0))

  func plan(status: Int, count: Int) { pending.withLock { $0 = (status, count) } }

  /// The status with which this request fails; nil where it doesn't.
  func take() -> Int? {
    pending.withLock { pending in
      guard pending.count > 0 else { return nil }
      pending.count -= 1
      return pending.status
    }
  }
}
