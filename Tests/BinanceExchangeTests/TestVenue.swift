// SPDX-License-Identifier: Apache-2.0

import BinanceExchange
import BinanceWire
import HTTPTypes
import Hummingbird
import Logging
import MarketData
import NIOCore
import Ports
import ServiceLifecycle
import Synchronization
import Testing
import TradingModel
import WebSockets

let silentLog = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A venue on a loopback port whose REST answers a test gives by hand, and whose streams it plays itself.
final class TestVenue: Sendable {
  struct Answer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    let body: String
  }

  private struct State {
    var answers: [String: [Answer]] = [:]
    var requests: [String] = []
    var texts: [String] = []
    var textWaiter: (index: Int, continuation: CheckedContinuation<String, Never>)?
    var isMute = false
    var withheld: [(WebSocketConnection, String)] = []
    var opened: [WebSocketConnection] = []
  }

  private let state = Mutex(State())
  let sockets: WebSocketServer

  init() {
    let relay = Relay()
    sockets = WebSocketServer { request in
      guard request.path == "/stream" else { return .passToRouter }
      return .accept { connection in
        relay.venue.withLock { $0 }?.opened(connection)
        return SocketHandler(connection: connection, relay: relay)
      }
    }
    relay.venue.withLock { $0 = self }
  }

  /// The requests that came so far: path and query.
  var requests: [String] { state.withLock { $0.requests } }

  /// Gives the next answers to a path; the last one stays.
  func answer(_ path: String, _ answers: Answer...) { state.withLock { $0.answers[path] = answers } }

  /// Answers no control message any more; what is asked is answered by ``unmute()``.
  func mute() { state.withLock { $0.isMute = true } }

  /// Answers again, first of all what was asked meanwhile.
  func unmute() {
    let withheld = state.withLock { state in
      state.isMute = false
      defer { state.withheld = [] }
      return state.withheld
    }
    for (connection, text) in withheld { connection.send(text: text) }
  }

  /// The control messages so far.
  var texts: [String] { state.withLock { $0.texts } }

  /// Cuts the connection that stands the longest.
  func dropOldest() {
    state.withLock { $0.opened.first }?.drop()
  }

  /// Waits for a control message by its number, counted from 0 over all sockets.
  func text(_ index: Int) async -> String {
    await withCheckedContinuation { continuation in
      let text: String? = state.withLock { state in
        if state.texts.count > index { return state.texts[index] }
        state.textWaiter = (index, continuation)
        return nil
      }
      if let text { continuation.resume(returning: text) }
    }
  }

  /// Sends a text to everybody.
  func send(_ text: String) {
    for connection in sockets.connections { connection.send(text: text) }
  }

  fileprivate func opened(_ connection: WebSocketConnection) {
    state.withLock { $0.opened.append(connection) }
  }

  fileprivate func received(_ text: String, from connection: WebSocketConnection) {
    let (waiter, isMute) = state.withLock { state in
      state.texts.append(text)
      guard let waiter = state.textWaiter, waiter.index < state.texts.count else {
        return (CheckedContinuation<String, Never>?.none, state.isMute)
      }
      state.textWaiter = nil
      return (waiter.continuation, state.isMute)
    }
    if let id = text.split(separator: "\"id\":").last?.dropLast() {
      let reply = "{\"result\":null,\"id\":\(id)}"
      if isMute { state.withLock { $0.withheld.append((connection, reply)) } } else { connection.send(text: reply) }
    }
    waiter?.resume(returning: text)
  }

  fileprivate func take(_ request: Request) -> Response {
    let answer: Answer? = state.withLock { state in
      state.requests.append(request.uri.string)
      guard var answers = state.answers[request.uri.path], let first = answers.first else { return nil }
      if answers.count > 1 { answers.removeFirst() }
      state.answers[request.uri.path] = answers
      return first
    }
    let found = answer ?? Answer(status: 404, body: "{\"code\":-1,\"msg\":\"no script\"}")
    var response = Response(
      status: .init(code: found.status), body: .init(byteBuffer: ByteBuffer(string: found.body)))
    for (name, value) in found.headers {
      if let name = HTTPField.Name(name) { response.headers[name] = value }
    }
    return response
  }

  /// Serves while the body runs.
  func run(_ body: (VenueEndpoints) async throws -> Void) async throws {
    let router = Router()
    router.get("**") { request, _ in self.take(request) }
    let (ports, foundPort) = AsyncStream<Int>.makeStream()
    let application = Application(
      router: router, server: sockets.httpServer(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { foundPort.yield($0.localAddress?.port ?? 0) }, logger: silentLog)
    let services = ServiceGroup(
      configuration: .init(services: [application], gracefulShutdownSignals: [], logger: silentLog))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await services.run() }
      let port = try #require(await ports.first { _ in true })
      let address = "127.0.0.1:\(port)"
      try await body(VenueEndpoints(of: .sim, restURL: "http://\(address)", streamURL: "ws://\(address)"))
      await services.triggerGracefulShutdown()
    }
  }
}

/// Breaks the knot that the sockets need the venue and the venue the sockets.
private final class Relay: Sendable {
  let venue = Mutex<TestVenue?>(nil)
}

private struct SocketHandler: WebSocketHandler {
  let connection: WebSocketConnection
  let relay: Relay

  func received(text: ByteBuffer) {
    relay.venue.withLock { $0 }?.received(String(buffer: text), from: connection)
  }

  func ended(_ end: WebSocketEnd) {}
}

/// Keeps what a source tells, as short texts, and lets a test wait for them.
final class EventRecorder: Sendable {
  private struct State {
    var seen: [String] = []
    var waiter: (text: String, count: Int, continuation: CheckedContinuation<Void, Never>)?
  }

  private let state = Mutex(State())

  var seen: [String] { state.withLock { $0.seen } }

  func take(_ event: MarketSourceEvent) {
    let text =
      switch event {
      case .candle(let key, let candle, let isClosed, _):
        "candle \(key) \(candle.openTime.milliseconds) \(isClosed ? "closed" : "open")"
      case .trade(let pair, let trade): "trade \(pair) \(trade.id)"
      case .quote(let pair, let quote): "quote \(pair) \(quote.bid)"
      case .aggregate(let pair, let trade): "aggregate \(pair) \(trade.id)"
      case .ticker(let pair, let ticker): "ticker \(pair) \(ticker.last)"
      case .book(let pair, let change): "book \(pair) \(change.lastUpdateID)"
      case .rejected(let reason): "rejected \(reason)"
      case .silent(let stream): "silent \(stream.binanceName)"
      case .renewed(let stream): "renewed \(stream.binanceName)"
      case .disconnected(let pairs, let reason): "disconnected \(pairs): \(reason)"
      case .connected(let pairs): "connected \(pairs)"
      }
    note(text)
  }

  func note(_ text: String) {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.seen.append(text)
      guard let waiter = state.waiter, Self.count(waiter.text, in: state.seen) >= waiter.count else { return nil }
      defer { state.waiter = nil }
      return waiter.continuation
    }
    waiter?.resume()
  }

  /// Waits until texts with a beginning were seen so often.
  func until(_ beginning: String, count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isSeen = state.withLock { state in
        if Self.count(beginning, in: state.seen) >= count { return true }
        state.waiter = (beginning, count, continuation)
        return false
      }
      if isSeen { continuation.resume() }
    }
  }

  private static func count(_ beginning: String, in texts: [String]) -> Int {
    texts.count { $0.hasPrefix(beginning) }
  }
}
