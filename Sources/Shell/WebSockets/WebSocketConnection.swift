// SPDX-License-Identifier: Apache-2.0

public import NIOCore
import NIOWebSocket
import Synchronization

/// One live WebSocket connection, of either side. Every method may be called from any thread, and none waits.
public final class WebSocketConnection: Sendable {
  /// The loop on which the connection's handler is called.
  public let eventLoop: any EventLoop
  /// The other side; nil where the system doesn't tell.
  public let remoteAddress: SocketAddress?

  private let outbox: Mutex<WebSocketOutbox>
  private let backlogBytesMax: Int
  private let endPromise: EventLoopPromise<WebSocketEnd>
  private let driver: NIOLoopBoundBox<WebSocketChannelHandler?>

  /// Made on the channel's event loop only.
  init(on channel: any Channel, configuration: WebSocketConfiguration) {
    eventLoop = channel.eventLoop
    remoteAddress = channel.remoteAddress
    outbox = Mutex(WebSocketOutbox(bytesMax: configuration.backlogBytesMax))
    backlogBytesMax = configuration.backlogBytesMax
    endPromise = channel.eventLoop.makePromise(of: WebSocketEnd.self)
    driver = NIOLoopBoundBox(nil, eventLoop: channel.eventLoop)
  }

  /// Completed once, when the connection is over; never fails.
  public var ended: EventLoopFuture<WebSocketEnd> { endPromise.futureResult }

  /// Waits until the connection is over and says why.
  public func waitForEnd() async -> WebSocketEnd {
    do {
      return try await ended.get()
    } catch {
      return .lost("\(error)")
    }
  }

  /// Bytes that wait because the peer reads slowly; what the socket itself buffers isn't counted.
  public var backlogBytes: Int { outbox.withLock { $0.bytes } }

  /// Sends a text message. Messages go out in the order of the calls.
  ///
  /// - Returns: false if nothing is sent any more, because the connection ended or is closing, or because this message
  ///   passed the bound of the backlog and the connection is dropped for it.
  @discardableResult
  public func send(text: String) -> Bool {
    enqueue(.frame(.text, ByteBuffer(string: text)))
  }

  /// Sends bytes that the caller knows to be UTF-8 as a text message; one buffer sent to many connections isn't copied.
  @discardableResult
  public func send(text: ByteBuffer) -> Bool {
    enqueue(.frame(.text, text))
  }

  /// Sends a binary message.
  @discardableResult
  public func send(binary: ByteBuffer) -> Bool {
    enqueue(.frame(.binary, binary))
  }

  /// Sends a ping, in the order of the messages.
  ///
  /// - Parameter payload: 125 bytes at most.
  @discardableResult
  public func ping(_ payload: ByteBuffer = ByteBuffer()) -> Bool {
    precondition(payload.readableBytes <= 125, "a control frame carries at most 125 bytes")
    return enqueue(.frame(.ping, payload))
  }

  /// Sends a pong that nobody asked for; pings are answered without it.
  ///
  /// - Parameter payload: 125 bytes at most.
  @discardableResult
  public func pong(_ payload: ByteBuffer = ByteBuffer()) -> Bool {
    precondition(payload.readableBytes <= 125, "a control frame carries at most 125 bytes")
    return enqueue(.frame(.pong, payload))
  }

  /// Begins the closing handshake after the messages sent so far; what is sent later is refused. The connection ends
  /// when the peer answers or after the configured time. A second call does nothing.
  ///
  /// - Parameter reason: 123 bytes of UTF-8 at most.
  public func close(_ code: WebSocketCloseCode = .normal, reason: String = "") {
    precondition(reason.utf8.count <= 123, "a close reason has at most 123 bytes")
    enqueue(.close(code, reason: reason))
    onLoop { $0.closeAsked(code) }
  }

  /// Cuts the TCP connection at once, without a close frame.
  public func drop() {
    onLoop { $0.finish(.droppedByUs) }
  }

  /// Binds the handler that does the work; on the event loop.
  func attach(_ handler: WebSocketChannelHandler) {
    driver.value = handler
  }

  /// The next thing to write, for the channel handler.
  func nextOutbound() -> WebSocketOutbox.Item? { outbox.withLock { $0.next() } }

  /// The connection is over; on the event loop, once.
  func finish(_ end: WebSocketEnd) {
    driver.value = nil
    outbox.withLock { $0.discard() }
    endPromise.succeed(end)
  }

  @discardableResult
  private func enqueue(_ item: WebSocketOutbox.Item) -> Bool {
    switch outbox.withLock({ $0.enqueue(item) }) {
    case .queued:
      return true
    case .drainNeeded:
      onLoop { $0.drain() }
      return true
    case .exceeded:
      let limit = backlogBytesMax
      onLoop { $0.finish(.backlogExceeded(limitBytes: limit)) }
      return false
    case .refused:
      return false
    }
  }

  private func onLoop(_ work: @escaping @Sendable (WebSocketChannelHandler) -> Void) {
    eventLoop.execute { [driver] in
      if let handler = driver.value { work(handler) }
    }
  }
}
