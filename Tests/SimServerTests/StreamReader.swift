// SPDX-License-Identifier: Apache-2.0

import Documents
import NIOCore
import Synchronization
import Testing
import WebSockets

/// A client of the streams: keeps what comes in order, and asks.
final class StreamReader: Sendable {
  private let continuation: AsyncStream<String>.Continuation
  private let messages: AsyncStream<String>
  private let socket = Mutex<WebSocketConnection?>(nil)

  init() { (messages, continuation) = AsyncStream.makeStream() }

  var connection: WebSocketConnection? {
    get { socket.withLock { $0 } }
    set { socket.withLock { $0 = newValue } }
  }

  var factory: WebSocketHandlerFactory {
    { [continuation] _ in Handler(continuation: continuation) }
  }

  /// The next message; nil after the end.
  func next() async throws -> Node? {
    for await message in messages { return try JSONParser().parse(message) }
    return nil
  }

  func send(_ message: String) { connection?.send(text: message) }

  /// Sends a message and returns what comes next, which is the answer while time stands still.
  func ask(_ message: String) async throws -> Node {
    connection?.send(text: message)
    return try #require(try await next())
  }

  /// Everything that came before the answer to a question that is asked now.
  func drain() async throws -> [Node] {
    connection?.send(text: "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"drained\"}")
    var events: [Node] = []
    while let event = try await next(), event["id"]?.string != "drained" { events.append(event) }
    return events
  }

  /// The same, as text that may be no JSON.
  func drainTexts() async throws -> [String] {
    connection?.send(text: "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"drained\"}")
    var texts: [String] = []
    for await message in messages {
      if message.contains("drained") { break }
      texts.append(message)
    }
    return texts
  }

  func close() { connection?.drop() }

  private struct Handler: WebSocketHandler {
    let continuation: AsyncStream<String>.Continuation

    func received(text: ByteBuffer) { continuation.yield(String(buffer: text)) }
    func ended(_ end: WebSocketEnd) { continuation.finish() }
  }
}
