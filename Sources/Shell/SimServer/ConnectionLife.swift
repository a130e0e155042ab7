// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import WebSockets

/// Pings every connection, and drops those that don't answer.
final class ConnectionLife: Sendable {
  private struct Entry: Sendable {
    let connection: WebSocketConnection
    var lastPong: ContinuousClock.Instant
  }

  private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

  func join(_ connection: WebSocketConnection, at now: ContinuousClock.Instant) {
    entries.withLock { $0[ObjectIdentifier(connection)] = Entry(connection: connection, lastPong: now) }
  }

  func leave(_ connection: WebSocketConnection) {
    entries.withLock { $0[ObjectIdentifier(connection)] = nil }
  }

  /// The client has answered.
  func note(_ connection: WebSocketConnection, at now: ContinuousClock.Instant) {
    entries.withLock { $0[ObjectIdentifier(connection)]?.lastPong = now }
  }

  var connections: [WebSocketConnection] { entries.withLock { $0.values.map(\.connection) } }

  /// Pings everybody, and drops who has not answered for a minute.
  func check(at now: ContinuousClock.Instant, payload: ByteBuffer) {
    for entry in entries.withLock({ Array($0.values) }) {
      if now - entry.lastPong > .seconds(60) {
        entry.connection.drop()
      } else {
        entry.connection.ping(payload)
      }
    }
  }
}
