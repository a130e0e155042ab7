// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import WebSockets

/// What a handler was told, as values.
enum SocketEvent: Equatable {
  case text(String)
  case binary([UInt8])
  case ping(String)
  case pong(String)
  case ended(WebSocketEnd)
}

/// Records what the handler of one connection is told, and lets a test wait for it.
final class SocketRecorder: Sendable {
  private let continuation: AsyncStream<SocketEvent>.Continuation
  private let stream: AsyncStream<SocketEvent>

  init() { (stream, continuation) = AsyncStream.makeStream() }

  var factory: WebSocketHandlerFactory {
    { [continuation] _ in Handler(continuation: continuation) }
  }

  /// The next event; nil after the end.
  func next() async -> SocketEvent? {
    for await event in stream { return event }
    return nil
  }

  func next(_ count: Int) async -> [SocketEvent] {
    var events: [SocketEvent] = []
    while events.count < count, let event = await next() { events.append(event) }
    return events
  }

  private struct Handler: WebSocketHandler {
    let continuation: AsyncStream<SocketEvent>.Continuation

    func received(text: ByteBuffer) { continuation.yield(.text(String(buffer: text))) }
    func received(binary: ByteBuffer) { continuation.yield(.binary(Array(buffer: binary))) }
    func received(ping: ByteBuffer) { continuation.yield(.ping(String(buffer: ping))) }
    func received(pong: ByteBuffer) { continuation.yield(.pong(String(buffer: pong))) }
    func ended(_ end: WebSocketEnd) {
      continuation.yield(.ended(end))
      continuation.finish()
    }
  }
}

/// Sends every message back.
struct EchoHandler: WebSocketHandler {
  let connection: WebSocketConnection

  func received(text: ByteBuffer) { connection.send(text: text) }
  func received(binary: ByteBuffer) { connection.send(binary: binary) }
  func ended(_ end: WebSocketEnd) {}
}
