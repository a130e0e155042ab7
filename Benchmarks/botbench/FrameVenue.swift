// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Synchronization
import TradingModel
import WebSockets

/// A venue on a loopback port that plays frames to whoever asked for their pair.
final class FrameVenue: Sendable {
  private struct State {
    /// The connection that asked for a pair's stream, by symbol in lower case.
    var listeners: [String: WebSocketConnection] = [:]
  }

  private let state = Mutex(State())
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  /// Which symbols were asked for.
  var symbols: Set<String> { state.withLock { Set($0.listeners.keys) } }

  /// Serves while the body runs; it is told the port.
  func serving(_ body: (Int) async throws -> Void) async throws {
    let sockets = WebSocketServer { _ in .accept { Listener(connection: $0, venue: self) } }
    let (ports, foundPort) = AsyncStream<Int>.makeStream()
    var log = Logger(label: "botbench")
    // The end of the benchmark is no error.
    log.logLevel = .critical
    let application = Application(
      router: Router(), server: sockets.httpServer(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { foundPort.yield($0.localAddress?.port ?? 0) },
      eventLoopGroupProvider: .shared(group), logger: log)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await application.run() }
      if let port = await ports.first(where: { _ in true }) { try await body(port) }
      tasks.cancelAll()
    }
  }

  /// Sends a tape's frames from a thread of its own, a bundle each millisecond; answers when each was sent.
  func play(_ tape: FeedTape, perMillisecond: Int) async -> [ContinuousClock.Instant] {
    let listeners = state.withLock { $0.listeners }
    let connections = tape.pairs.map { listeners[$0.symbol.lowercased()] }
    return await withCheckedContinuation { done in
      Thread.detachNewThread {
        var sent: [ContinuousClock.Instant] = []
        sent.reserveCapacity(tape.frames.count)
        let start = ContinuousClock.now
        for (index, frame) in tape.frames.enumerated() {
          if index.isMultiple(of: perMillisecond) {
            let due = start + .milliseconds(index / perMillisecond)
            let wait = (due - ContinuousClock.now).nanoseconds
            if wait > 0 { Thread.sleep(forTimeInterval: Double(wait) / 1e9) }
          }
          sent.append(ContinuousClock.now)
          connections[index % connections.count]?.send(text: ByteBuffer(bytes: frame))
        }
        done.resume(returning: sent)
      }
    }
  }

  fileprivate func subscribe(_ text: String, _ connection: WebSocketConnection) {
    let names = text.split(separator: "\"").filter { $0.contains("@") }
    state.withLock { state in
      for name in names { state.listeners[String(name.prefix { $0 != "@" })] = connection }
    }
    if let id = text.split(separator: "\"id\":").last?.dropLast() {
      connection.send(text: "{\"result\":null,\"id\":\(id)}")
    }
  }

  private struct Listener: WebSocketHandler {
    let connection: WebSocketConnection
    let venue: FrameVenue

    func received(text: ByteBuffer) { venue.subscribe(String(buffer: text), connection) }

    func ended(_ end: WebSocketEnd) {}
  }
}
