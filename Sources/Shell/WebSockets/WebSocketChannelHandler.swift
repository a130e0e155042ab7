// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket

/// The last handler of a WebSocket's pipeline: frames in, calls on the user's handler out, and the only place that
/// decides why a connection ended. Lives on the event loop.
final class WebSocketChannelHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  enum Side {
    case client
    case server
  }

  private enum Phase {
    case open
    /// A close frame was asked for or sent; the end is known, the peer's answer or the time-out is awaited.
    case closing(WebSocketEnd)
    case ended
  }

  private let side: Side
  private let configuration: WebSocketConfiguration
  private let connection: WebSocketConnection
  private var user: any WebSocketHandler
  private var messages: MessageAssembler
  private var phase = Phase.open
  private var context: ChannelHandlerContext?
  private var isDraining = false
  /// The newest ping that couldn't be answered yet because the peer doesn't read.
  private var owedPong: ByteBuffer?
  private var closeDeadline: Scheduled<Void>?

  init(
    side: Side, configuration: WebSocketConfiguration, connection: WebSocketConnection, user: any WebSocketHandler
  ) {
    self.side = side
    self.configuration = configuration
    self.connection = connection
    self.user = user
    messages = MessageAssembler(
      messageBytesMax: configuration.messageBytesMax, fragmentsMax: configuration.fragmentsMax,
      peerMasks: side == .server)
  }

  /// Adds codec and handler of a WebSocket to a pipeline that is clean of HTTP; on the event loop.
  ///
  /// - Parameter isCodecInPlace: NIO's client upgrader has put its codec in already.
  static func install(
    in channel: any Channel, before position: (any ChannelHandler)? = nil, isCodecInPlace: Bool = false, side: Side,
    configuration: WebSocketConfiguration, makeHandler: WebSocketHandlerFactory
  ) throws -> WebSocketConnection {
    let connection = WebSocketConnection(on: channel, configuration: configuration)
    let handler = WebSocketChannelHandler(
      side: side, configuration: configuration, connection: connection, user: makeHandler(connection))
    connection.attach(handler)
    let codec: [any ChannelHandler] = [
      WebSocketFrameEncoder(),
      ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: configuration.messageBytesMax)),
    ]
    let own: [any ChannelHandler] = [KeepaliveHandler(configuration: configuration, connection: connection), handler]
    do {
      for added in isCodecInPlace ? own : codec + own {
        if let position {
          try channel.pipeline.syncOperations.addHandler(added, position: .before(position))
        } else {
          try channel.pipeline.syncOperations.addHandler(added)
        }
      }
    } catch {
      handler.finish(.lost("\(error)"))
      throw error
    }
    return connection
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    finish(.lost("the channel was torn down"))
    self.context = nil
  }

  // MARK: Inbound

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let step = messages.receive(Self.unwrapInboundIn(data))
    if case .closing = phase {
      // Once closing, only the end of the handshake matters, and pings of a peer that hasn't read our frame yet don't.
      if case .close = step { finishClosing() }
      return
    }
    guard case .open = phase else { return }
    switch step {
    case .incomplete: break
    case .text(let payload): user.received(text: payload)
    case .binary(let payload): user.received(binary: payload)
    case .ping(let payload):
      answer(ping: payload)
      user.received(ping: payload)
    case .pong(let payload): user.received(pong: payload)
    case .close(let code, let reason): peerCloses(code, reason)
    case .violation(let code, let detail): peerViolates(code, detail)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard case .open = phase else { return }
    switch error {
    case NIOWebSocketError.invalidFrameLength:
      peerViolates(.messageTooBig, "a frame of more than \(configuration.messageBytesMax) bytes")
    case is NIOWebSocketError:
      peerViolates(.protocolError, "a control frame that is fragmented or too long")
    default:
      finish(.lost("\(error)"))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    connectionIsGone()
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed:
      // The server's sockets allow half-closure for HTTP's sake; a WebSocket whose peer says nothing more is over.
      connectionIsGone()
    case is ChannelShouldQuiesceEvent:
      connection.close(.goingAway)
    case let silence as KeepaliveHandler.Silence:
      if case .open = phase { finish(.silent(after: silence.duration)) }
    default:
      context.fireUserInboundEventTriggered(event)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    drain()
    context.fireChannelWritabilityChanged()
  }

  private func peerCloses(_ code: WebSocketCloseCode?, _ reason: String) {
    guard let context else { return }
    phase = .closing(.closedByPeer(code, reason: reason))
    startCloseDeadline()
    writeClose(code, reason: "", in: context).assumeIsolated().whenComplete { _ in self.finishClosing() }
  }

  /// Says why and waits for the peer to go: cutting the connection now could destroy the frame that says it.
  private func peerViolates(_ code: WebSocketCloseCode, _ detail: String) {
    guard let context else { return }
    phase = .closing(.violation(code, detail))
    startCloseDeadline()
    _ = writeClose(code, reason: detail, in: context)
  }

  private func connectionIsGone() {
    if case .closing = phase {
      finishClosing()
    } else {
      finish(.lost("the peer ended the TCP connection without a close frame"))
    }
  }

  // MARK: Outbound

  /// Writes what waits, as long as the socket takes it.
  func drain() {
    guard let context, case .open = phase, !isDraining else { return }
    isDraining = true
    defer { isDraining = false }
    while context.channel.isWritable {
      var hasWritten = false
      if let pong = owedPong {
        owedPong = nil
        write(.pong, pong, in: context)
        hasWritten = true
      }
      while context.channel.isWritable, let item = connection.nextOutbound() {
        hasWritten = true
        guard case .frame(let opcode, let payload) = item else {
          if case .close(let code, let reason) = item { sendClose(code, reason, in: context) }
          return
        }
        write(opcode, payload, in: context)
      }
      guard hasWritten else { return }
      context.flush()
    }
  }

  /// The user asked for the closing handshake; the close frame itself comes through the outbox.
  func closeAsked(_ code: WebSocketCloseCode) {
    guard case .open = phase else { return }
    startCloseDeadline(endingWith: .closedByUs(code))
  }

  private func sendClose(_ code: WebSocketCloseCode, _ reason: String, in context: ChannelHandlerContext) {
    phase = .closing(.closedByUs(code))
    startCloseDeadline()
    _ = writeClose(code, reason: reason, in: context)
  }

  private func answer(ping payload: ByteBuffer) {
    guard let context else { return }
    guard context.channel.isWritable else {
      owedPong = payload
      return
    }
    write(.pong, payload, in: context)
    context.flush()
  }

  private func write(_ opcode: WebSocketOpcode, _ payload: ByteBuffer, in context: ChannelHandlerContext) {
    context.write(Self.wrapOutboundOut(frame(opcode, payload)), promise: nil)
  }

  private func writeClose(
    _ code: WebSocketCloseCode?, reason: String, in context: ChannelHandlerContext
  ) -> EventLoopFuture<Void> {
    var payload = ByteBuffer()
    if let code {
      payload.writeInteger(code.rawValue)
      payload.writeString(reason)
    }
    return context.writeAndFlush(Self.wrapOutboundOut(frame(.connectionClose, payload)))
  }

  private func frame(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) -> WebSocketFrame {
    WebSocketFrame(fin: true, opcode: opcode, maskKey: side == .client ? .random() : nil, data: payload)
  }

  // MARK: The end

  /// Ends the connection now, whatever state it is in. Only the first call counts.
  func finish(_ end: WebSocketEnd) {
    if case .ended = phase { return }
    phase = .ended
    closeDeadline?.cancel()
    user.ended(end)
    connection.finish(end)
    context?.close(promise: nil)
  }

  private func finishClosing() {
    if case .closing(let end) = phase { finish(end) }
  }

  private func startCloseDeadline(endingWith end: WebSocketEnd? = nil) {
    guard let context, closeDeadline == nil else { return }
    closeDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(configuration.closeTimeout)) {
      if case .open = self.phase, let end { self.finish(end) } else { self.finishClosing() }
    }
  }
}
