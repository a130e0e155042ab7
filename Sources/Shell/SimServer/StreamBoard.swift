// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import TradingModel
import WebSockets

/// Who listens to what.
final class StreamBoard: Sendable {
  /// Somebody who listens to a stream, under the name by which he asked for it.
  struct Listener: Sendable {
    let connection: WebSocketConnection
    let isCombined: Bool
    let unit: VenueTimeUnit
    let name: String
  }

  /// Everybody who listens to something.
  struct Audiences: Sendable {
    var version = -1
    var pairs: [Pair: [PairTopic: [Listener]]] = [:]
    var venue: [VenueTopic: [Listener]] = [:]

    var isEmpty: Bool { pairs.isEmpty && venue.isEmpty }
  }

  private struct Client: Sendable {
    let connection: WebSocketConnection
    let unit: VenueTimeUnit
    var isCombined: Bool
    /// In the order of subscription, with those that mean nothing.
    var names: [String] = []
  }

  private struct State: Sendable {
    var topics: StreamTopics
    var clients: [ObjectIdentifier: Client] = [:]
    var version = 0
  }

  private let state: Mutex<State>

  init(pairs: [Pair]) { state = Mutex(State(topics: StreamTopics(pairs))) }

  /// The streams of these pairs can be listened to from now on.
  func show(_ pairs: [Pair]) {
    state.withLock { state in
      state.topics = StreamTopics(pairs)
      state.version += 1
    }
  }

  /// What the names of streams mean.
  var topics: StreamTopics { state.withLock { $0.topics } }

  func join(_ connection: WebSocketConnection, _ admission: StreamAdmission) {
    state.withLock { state in
      state.clients[ObjectIdentifier(connection)] = Client(
        connection: connection, unit: admission.unit, isCombined: admission.isCombined,
        names: Self.unique(admission.names))
      state.version += 1
    }
  }

  func leave(_ connection: WebSocketConnection) {
    state.withLock { state in
      state.clients[ObjectIdentifier(connection)] = nil
      state.version += 1
    }
  }

  /// Does what a client asks, and returns the result of the answer.
  func apply(_ message: ControlMessage, of connection: WebSocketConnection) throws(ControlRefusal) -> ControlResult {
    try state.withLock { (state) throws(ControlRefusal) -> ControlResult in
      guard var client = state.clients[ObjectIdentifier(connection)] else { return .done }
      switch message {
      case .subscribe(let names):
        let all = Self.unique(client.names + names)
        guard all.count <= ControlRequest.streamsMax else { throw .invalid("too many parameters") }
        client.names = all
      case .unsubscribe(let names): client.names.removeAll { names.contains($0) }
      case .listSubscriptions: return .names(client.names)
      case .setCombined(let isCombined): client.isCombined = isCombined
      case .getCombined: return .flag(client.isCombined)
      }
      state.clients[ObjectIdentifier(connection)] = client
      state.version += 1
      return .done
    }
  }

  /// A counter that changes with every change of who listens to what.
  var version: Int { state.withLock { $0.version } }

  /// Everybody who listens, by what is listened to.
  func audiences() -> Audiences {
    let (version, clients, topics) = state.withLock { ($0.version, Array($0.clients.values), $0.topics) }
    var audiences = Audiences(version: version)
    for client in clients {
      for name in client.names {
        let listener = Listener(
          connection: client.connection, isCombined: client.isCombined, unit: client.unit, name: name)
        switch topics.topic(name) {
        case .pair(let pair, let topic): audiences.pairs[pair, default: [:]][topic, default: []].append(listener)
        case .venue(let topic): audiences.venue[topic, default: []].append(listener)
        case nil: continue
        }
      }
    }
    return audiences
  }

  /// Every connection to the streams, with the form of its messages.
  var clients: [(connection: WebSocketConnection, isCombined: Bool, unit: VenueTimeUnit)] {
    state.withLock { $0.clients.values.map { ($0.connection, $0.isCombined, $0.unit) } }
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

/// What the answer to a control message carries.
enum ControlResult: Hashable, Sendable {
  case done
  case names([String])
  case flag(Bool)
}
