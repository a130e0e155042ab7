// SPDX-License-Identifier: Apache-2.0
import Documents
import Synchronization

/// What was seen of a server from outside before it was killed: it must be found again.
final class Sightings: Sendable {
  struct Content {
    var events: [Int64: StreamedEvent] = [:]
    /// As they were seen last, by number.
    var orders: [Int64: Node] = [:]
    var trades: [Int64: Node] = [:]
    /// The states that a bot may be in: one, or two where it isn't known whether the last request was carried out.
    var states: [String: Set<String>] = [:]
  }

  private let content = Mutex(Content())

  var all: Content { content.withLock { $0 } }

  var newestEvent: Int64 { content.withLock { $0.events.keys.max() ?? 0 } }

  func note(_ event: StreamedEvent) { content.withLock { $0.events[event.id] = event } }

  func note(orders: [Node], trades: [Node]) {
    content.withLock { content in
      for order in orders { order["id"]?.int64.map { content.orders[$0] = order } }
      for trade in trades { trade["id"]?.int64.map { content.trades[$0] = trade } }
    }
  }

  func states(of bot: String) -> Set<String> { content.withLock { $0.states[bot] ?? [] } }

  func set(_ states: Set<String>, of bot: String) { content.withLock { $0.states[bot] = states } }
}
