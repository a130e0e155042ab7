// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import NIOCore
import TradingModel
import WebSockets

/// What faults do to the events of accounts on their way to those who listen.
struct UserLine: Sendable {
  private struct Held: Sendable {
    let frame: ByteBuffer
    let connection: WebSocketConnection
    /// When it is sent; nil for after the next one of its connection.
    let time: Instant?
  }

  private let dice: FaultDice
  private var active: [(id: Int, fault: UserEventFault)] = []
  private var held: [Held] = []
  private var hits: [Int: (name: String, count: Int)] = [:]

  init(dice: FaultDice) { self.dice = dice }

  /// Whether nothing is at work or held up.
  var isClear: Bool { active.isEmpty && held.isEmpty }

  /// From now on these are at work; what only waited for a next event comes when its fault ends.
  mutating func begin(_ faults: [(id: Int, fault: UserEventFault)]) {
    active = faults
    guard !faults.contains(where: { $0.fault.effect == .swap }) else { return }
    for waiting in held where waiting.time == nil { waiting.connection.send(text: waiting.frame) }
    held.removeAll { $0.time == nil }
  }

  mutating func send(_ frame: ByteBuffer, _ event: VenueEvent, to connection: WebSocketConnection) {
    var copies = 1
    var due: Instant?
    var waits = false
    for (id, fault) in active where dice.key(Int64(id)).key(event.number).isWithin(fault.share) {
      hits[id, default: (fault.name, 0)].count += 1
      switch fault.effect {
      case .lose: copies = 0
      case .double: copies *= 2
      case .delay(let milliseconds): due = event.time.advanced(byMilliseconds: milliseconds)
      case .swap: waits = true
      }
    }
    let before = held.filter { $0.time == nil && $0.connection === connection }
    for _ in 0..<copies {
      if let due {
        held.append(Held(frame: frame, connection: connection, time: due))
      } else if waits, before.isEmpty {
        held.append(Held(frame: frame, connection: connection, time: nil))
      } else {
        connection.send(text: frame)
      }
    }
    guard !before.isEmpty else { return }
    for waiting in before { connection.send(text: waiting.frame) }
    held.removeAll { $0.time == nil && $0.connection === connection }
  }

  /// Sends what is due at a time.
  mutating func release(upTo now: Instant) {
    for waiting in held {
      if let time = waiting.time, time <= now { waiting.connection.send(text: waiting.frame) }
    }
    held.removeAll { $0.time.map { $0 <= now } ?? false }
  }

  mutating func forget(_ connection: WebSocketConnection) { held.removeAll { $0.connection === connection } }

  /// How many events each fault has hit since this was asked last.
  mutating func takeHits() -> [Int: (name: String, count: Int)] {
    defer { hits = [:] }
    return hits
  }
}
