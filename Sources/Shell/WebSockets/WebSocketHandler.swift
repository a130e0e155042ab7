// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// What happens on one connection, told synchronously on the connection's event loop.
///
/// A handler is made on the event loop by the factory given with the connection and never leaves it: its state needs no
/// lock, and it need not be `Sendable`. It must not block. Calls on the connection made inside it (send, close, drop)
/// take effect after the call returns. After `ended` nothing is called any more.
public protocol WebSocketHandler {
  /// A whole text message, unmasked and valid UTF-8, in the order of arrival.
  mutating func received(text: ByteBuffer)
  /// A whole binary message. By default ignored.
  mutating func received(binary: ByteBuffer)
  /// A ping; its pong is sent by the connection itself. By default ignored.
  mutating func received(ping: ByteBuffer)
  /// A pong, asked for or not. By default ignored.
  mutating func received(pong: ByteBuffer)
  /// The connection is over. Called exactly once, last.
  mutating func ended(_ end: WebSocketEnd)
}

extension WebSocketHandler {
  public mutating func received(binary: ByteBuffer) {}
  public mutating func received(ping: ByteBuffer) {}
  public mutating func received(pong: ByteBuffer) {}
}

/// Makes the handler of a new connection, on that connection's event loop.
///
/// The connection may be kept and used to send from the first moment; what is sent before the handshake is over goes
/// out right after it.
public typealias WebSocketHandlerFactory = @Sendable (WebSocketConnection) -> any WebSocketHandler
