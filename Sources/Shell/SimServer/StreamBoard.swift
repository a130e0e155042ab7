// SPDX-License-Identifier: Apache-2.0

import MarketData
import NIOCore
import Synchronization
import TradingModel
import WebSockets

/// Who listens to what.
final class StreamBoard: Sendable {
  /// Somebody who listens to a stream.
  struct Listener: Sendable {
    let connection: WebSocketConnection
    let isCombined: Bool
  }

  /// Everybody who listens to something of a pair.
  struct Audience: Sendable {
    var trades: [Listener] = []
    var quotes: [Listener] = []
    var candles: [Timeframe: [Listener]] = [:]
  }

  private struct Client: Sendable {
    let connection: WebSocketConnection
    var isCombined: Bool
    /// In the order of subscription, with those that mean nothing.
    var names: [String] = []
    var lastPong: ContinuousClock.Instant
  }

  private struct State: Sendable {
    var clients: [ObjectIdentifier: Client] = [:]
    var version = 0
  }

  private let topics: StreamTopics
  private let state = Mutex(State())

  init(pairs: [Pair]) { topics = StreamTopics(pairs) }

  func join(_ connection: WebSocketConnection, isCombined: Bool, names: [String], at now: ContinuousClock.Instant) {
    state.withLock { state in
      state.clients[ObjectIdentifier(connection)] = Client(
        connection: connection, isCombined: isCombined, names: Self.unique(names), lastPong: now)
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

  /// Everybody who listens, by pair.
  func audiences() -> (version: Int, [Pair: Audience]) {
    let (version, clients) = state.withLock { ($0.version, Array($0.clients.values)) }
    var audiences: [Pair: Audience] = [:]
    for client in clients {
      let listener = Listener(connection: client.connection, isCombined: client.isCombined)
      for name in client.names {
        guard let topic = topics.topic(name) else { continue }
        switch topic {
        case .trades(let pair): audiences[pair, default: Audience()].trades.append(listener)
        case .quotes(let pair): audiences[pair, default: Audience()].quotes.append(listener)
        case .candles(let key):
          audiences[key.pair, default: Audience()].candles[key.timeframe, default: []].append(listener)
        }
      }
    }
    return (version, audiences)
  }

  var connections: [WebSocketConnection] { state.withLock { $0.clients.values.map(\.connection) } }

  func noteLife(of connection: WebSocketConnection, at now: ContinuousClock.Instant) {
    state.withLock { $0.clients[ObjectIdentifier(connection)]?.lastPong = now }
  }

  /// Pings everybody, and drops who has not answered for a minute.
  func checkLife(at now: ContinuousClock.Instant, payload: ByteBuffer) {
    let clients = state.withLock { Array($0.clients.values) }
    for client in clients {
      if now - client.lastPong > .seconds(60) {
        client.connection.drop()
      } else {
        client.connection.ping(payload)
      }
    }
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
