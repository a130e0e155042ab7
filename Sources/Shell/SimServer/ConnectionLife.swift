// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import TradingModel
import WebSockets

/// Pings every connection, drops those that don't answer, and ends those that have lived for 24 hours of venue time.
final class ConnectionLife: Sendable {
  private struct Entry: Sendable {
    let connection: WebSocketConnection
    var lastPong: ContinuousClock.Instant
    /// When it has lived long enough, by the venue's clock.
    let end: Instant
  }

  /// How long a connection lives at most, in venue milliseconds.
  static let ageMax: Int64 = 24 * 3_600_000

  private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

  func join(_ connection: WebSocketConnection, at now: ContinuousClock.Instant, venueTime: Instant) {
    let entry = Entry(
      connection: connection, lastPong: now, end: venueTime.advanced(byMilliseconds: Self.ageMax))
    entries.withLock { $0[ObjectIdentifier(connection)] = entry }
  }

  func leave(_ connection: WebSocketConnection) {
    entries.withLock { $0[ObjectIdentifier(connection)] = nil }
  }

  /// The client has answered.
  func note(_ connection: WebSocketConnection, at now: ContinuousClock.Instant) {
    entries.withLock { $0[ObjectIdentifier(connection)]?.lastPong = now }
  }

  var connections: [WebSocketConnection] { entries.withLock { $0.values.map(\.connection) } }

  /// When the first connection will have lived long enough; nil without one.
  var nextEnd: Instant? { entries.withLock { $0.values.map(\.end).min() } }

  /// Ends the connections that have lived long enough, after what was sent to them so far.
  func endOld(at venueTime: Instant) {
    let old = entries.withLock { entries in
      let old = entries.filter { $0.value.end <= venueTime }
      for key in old.keys { entries[key] = nil }
      return old.values.map(\.connection)
    }
    for connection in old { connection.close(.goingAway, reason: "24 hours") }
  }

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
