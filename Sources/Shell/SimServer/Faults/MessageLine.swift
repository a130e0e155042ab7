// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TradingModel
import WebSockets

/// What lies between the venue and its clients' connections: where messages get lost, spoilt or held up.
struct MessageLine {
  private struct Place: Hashable {
    let connection: ObjectIdentifier
    let stream: String
  }

  /// A message that waits for the next one of its stream.
  private struct Held {
    let faultID: Int
    let connection: WebSocketConnection
    let texts: [ByteBuffer]
  }

  /// A message that waits for its time.
  private struct Late {
    let due: Instant
    let connection: WebSocketConnection
    let texts: [ByteBuffer]
  }

  private let dice: FaultDice
  /// In the order of their effects.
  private var faults: [(id: Int, fault: MessageFault)] = []
  /// Those of them that are meant for a stream, for the streams that had a message.
  private var aimed: [String: [AimedFault]] = [:]
  private var held: [Place: Held] = [:]
  private var late: [Pair?: [Late]] = [:]
  private var hits: [Int: (name: String, count: Int)] = [:]

  init(dice: FaultDice) { self.dice = dice }

  /// Whether it lets everything through as it is.
  var isClear: Bool { faults.isEmpty && held.isEmpty && late.isEmpty }

  /// From now on these faults are at work; what waits because of others waits no more.
  mutating func begin(_ faults: [(id: Int, fault: MessageFault)]) {
    let faults = faults.sorted { ($0.fault.rank, $0.id) < ($1.fault.rank, $1.id) }
    guard faults.map(\.id) != self.faults.map(\.id) else { return }
    self.faults = faults
    aimed = [:]
    let over = held.filter { entry in !faults.contains { $0.id == entry.value.faultID } }
    for (place, message) in over.sorted(by: { $0.key.stream < $1.key.stream }) {
      Self.send(message.texts, on: message.connection)
      held[place] = nil
    }
  }

  /// Sends a message, or what the faults make of it.
  mutating func send(_ text: ByteBuffer, _ facts: MessageFacts, to listener: StreamBoard.Listener) {
    let form = MessageForm(stream: listener.name, isCombined: listener.isCombined, unit: listener.unit)
    let fate = MessageFate(of: text, facts, form, faults: faults(of: listener.name))
    let place = Place(connection: ObjectIdentifier(listener.connection), stream: listener.name)
    for id in fate.hits where id != fate.swappedBy || held[place] == nil { count(id) }
    if let delay = fate.delay {
      let message = Late(
        due: facts.time.advanced(byMilliseconds: delay), connection: listener.connection, texts: fate.texts)
      var queue = late[facts.pair] ?? []
      queue.insert(message, at: (queue.lastIndex { $0.due <= message.due } ?? -1) + 1)
      late[facts.pair] = queue
      return
    }
    if let id = fate.swappedBy, held[place] == nil {
      held[place] = Held(faultID: id, connection: listener.connection, texts: fate.texts)
      return
    }
    Self.send(fate.texts, on: listener.connection)
    guard !fate.texts.isEmpty, let message = held.removeValue(forKey: place) else { return }
    Self.send(message.texts, on: message.connection)
  }

  /// Sends what is due of a pair up to a time (inclusive).
  mutating func release(of pair: Pair?, upTo time: Instant) {
    guard let queue = late[pair] else { return }
    let due = queue.prefix { $0.due <= time }
    for message in due { Self.send(message.texts, on: message.connection) }
    late[pair] = due.count == queue.count ? nil : Array(queue.dropFirst(due.count))
  }

  /// Sends everything that is due up to a time (inclusive).
  mutating func release(upTo time: Instant) {
    for pair in late.keys { release(of: pair, upTo: time) }
  }

  /// Forgets what waits for connections that are gone.
  mutating func keep(_ connections: Set<ObjectIdentifier>) {
    held = held.filter { connections.contains($0.key.connection) }
    late = late.mapValues { queue in queue.filter { connections.contains(ObjectIdentifier($0.connection)) } }
      .filter { !$0.value.isEmpty }
  }

  /// How many messages each fault has hit since this was asked last.
  mutating func takeHits() -> [Int: (name: String, count: Int)] {
    defer { hits = [:] }
    return hits
  }

  private mutating func faults(of stream: String) -> [AimedFault] {
    if let known = aimed[stream] { return known }
    let found = faults.compactMap { AimedFault($0.fault, id: $0.id, at: stream, dice: dice) }
    aimed[stream] = found
    return found
  }

  private mutating func count(_ id: Int) {
    guard let name = faults.first(where: { $0.id == id })?.fault.name else { return }
    hits[id] = (name, (hits[id]?.count ?? 0) + 1)
  }

  private static func send(_ texts: [ByteBuffer], on connection: WebSocketConnection) {
    for text in texts { connection.send(text: text) }
  }
}
