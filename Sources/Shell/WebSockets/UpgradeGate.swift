// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Stands between the HTTP decoder and Hummingbird. Plain requests pass. A request to open a WebSocket is answered here
/// once the answers to all earlier requests are written; if it is accepted, the HTTP codec makes room for the
/// WebSocket's handlers in front of this one, and nothing reaches Hummingbird any more but the end of the connection.
final class UpgradeGate: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// How to answer a request to open a WebSocket.
  private enum Answer {
    case accept(HTTPRequestHead, WebSocketHandlerFactory)
    case refuse(HTTPResponseHead, body: String)
  }

  private enum State {
    case http
    /// The rest of the request is read and ignored.
    case readingRequest(Answer)
    /// Earlier requests are still being answered.
    case waitingForTurn(Answer)
    /// Hummingbird is out of it: the answer is given, or the WebSocket runs.
    case detached
  }

  private let server: WebSocketServer
  private let httpHandlers: [any RemovableChannelHandler]
  private var state = State.http
  private var requestsInProgress = 0

  /// - Parameter httpHandlers: what has to leave the pipeline, in this order, before WebSocket frames can pass.
  init(server: WebSocketServer, httpHandlers: [any RemovableChannelHandler]) {
    self.server = server
    self.httpHandlers = httpHandlers
  }

  // MARK: Inbound

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .detached = state { return }
    let part = Self.unwrapInboundIn(data)
    switch (state, part) {
    case (.http, .head(let head)) where Self.asksForUpgrade(head):
      requestAsksForUpgrade(head, in: context)
    case (.http, .head):
      requestsInProgress += 1
      context.fireChannelRead(data)
    case (.http, _):
      context.fireChannelRead(data)
    case (.readingRequest(let answer), .end):
      state = .waitingForTurn(answer)
      answerInTurn(in: context)
    case (.readingRequest, _), (.waitingForTurn, _), (.detached, _):
      break
    }
  }

  private func requestAsksForUpgrade(_ head: HTTPRequestHead, in context: ChannelHandlerContext) {
    guard head.headers[canonicalForm: "Upgrade"].contains(where: { $0.lowercased() == "websocket" }) else {
      return pass(head, in: context)
    }
    if let refusal = Self.flaw(of: head) {
      state = .readingRequest(refusal)
      return
    }
    switch server.admit(WebSocketRequest(head: head, remoteAddress: context.channel.remoteAddress)) {
    case .accept(let makeHandler):
      state = .readingRequest(.accept(head, makeHandler))
    case .refuse(let status, let body, let contentType):
      state = .readingRequest(Self.refusal(status, body: body, headers: ["Content-Type": contentType]))
    case .passToRouter:
      pass(head, in: context)
    }
  }

  /// Hands a request to Hummingbird as a plain one, and has the connection closed after it.
  ///
  /// NB: The decoder reads nothing after a request with an `Upgrade` header (what follows could be of the new protocol),
  /// so the connection can't be kept.
  private func pass(_ head: HTTPRequestHead, in context: ChannelHandlerContext) {
    var plain = head
    plain.headers.remove(name: "Upgrade")
    plain.headers.replaceOrAdd(name: "Connection", value: "close")
    requestsInProgress += 1
    context.fireChannelRead(Self.wrapInboundOut(.head(plain)))
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .detached = state, event is ChannelShouldQuiesceEvent { return }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if case .detached = state { return }
    context.fireErrorCaught(error)
  }

  // MARK: Outbound

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .detached = state {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    var isEnd = false
    if case .end = Self.unwrapOutboundIn(data) { isEnd = true }
    context.write(data, promise: promise)
    guard isEnd else { return }
    requestsInProgress -= 1
    // The flush of what was just written comes after this call; the answer must come after both.
    if case .waitingForTurn = state {
      context.eventLoop.assumeIsolated().execute { self.answerInTurn(in: context) }
    }
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    // Half a WebSocket is none: whatever Hummingbird means to close after an upgrade closes all of it.
    if case .detached = state {
      context.close(mode: .all, promise: promise)
    } else {
      context.close(mode: mode, promise: promise)
    }
  }

  // MARK: The answer

  private func answerInTurn(in context: ChannelHandlerContext) {
    guard case .waitingForTurn(let answer) = state, requestsInProgress == 0 else { return }
    state = .detached
    switch answer {
    case .accept(let head, let makeHandler): accept(head, makeHandler, in: context)
    case .refuse(let head, let body): refuse(head, body: body, in: context)
    }
  }

  private func refuse(_ head: HTTPResponseHead, body: String, in context: ChannelHandlerContext) {
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
      context.close(promise: nil)
    }
  }

  private func accept(
    _ head: HTTPRequestHead, _ makeHandler: @escaping WebSocketHandlerFactory, in context: ChannelHandlerContext
  ) {
    let channel = context.channel
    // NIO's upgrader is used for its answer to the client's key only; it answers synchronously.
    let upgrader = NIOTypedWebSocketServerUpgrader<Void>(
      shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
      upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
    upgrader.buildUpgradeResponse(channel: channel, upgradeRequest: head, initialResponseHeaders: [:])
      .assumeIsolated()
      .whenComplete { result in
        guard case .success(let headers) = result else { return context.close(promise: nil) }
        let response = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        self.switchProtocols(answering: response, makeHandler, in: context)
      }
  }

  /// Takes the decoder out (which takes a turn of the loop), then, without another turn in between, puts the WebSocket in
  /// and sends the 101: a client that sees it finds the connection among the live ones.
  private func switchProtocols(
    answering response: HTTPResponseHead, _ makeHandler: @escaping WebSocketHandlerFactory,
    in context: ChannelHandlerContext
  ) {
    let pipeline = context.pipeline.syncOperations
    guard let decoder = httpHandlers.first else { return }
    pipeline.removeHandler(decoder).assumeIsolated().whenComplete { result in
      guard case .success = result, context.channel.isActive else { return context.close(promise: nil) }
      context.write(Self.wrapOutboundOut(.head(response)), promise: nil)
      for handler in self.httpHandlers.dropFirst() { pipeline.removeHandler(handler, promise: nil) }
      do {
        let connection = try WebSocketChannelHandler.install(
          in: context.channel, before: self, side: .server, configuration: self.server.configuration,
          makeHandler: makeHandler)
        self.server.track(connection)
        context.flush()
      } catch {
        context.close(promise: nil)
      }
    }
  }

  // MARK: Looking at requests

  /// The decoder's own condition for stopping after a request.
  private static func asksForUpgrade(_ head: HTTPRequestHead) -> Bool {
    head.headers.contains(name: "Upgrade")
      && head.headers[canonicalForm: "Connection"].contains { $0.lowercased() == "upgrade" }
  }

  /// What makes a request to open a WebSocket unacceptable (RFC 6455, 4.2.1); nil if nothing does.
  private static func flaw(of head: HTTPRequestHead) -> Answer? {
    let keys = head.headers["Sec-WebSocket-Key"]
    guard head.method == .GET, head.version == .http1_1 else {
      return refusal(.badRequest, body: "A WebSocket is opened by GET over HTTP/1.1.")
    }
    guard keys.count == 1, keys[0].utf8.count == 24, keys[0].hasSuffix("==") else {
      return refusal(.badRequest, body: "One Sec-WebSocket-Key of 16 bytes in base64 is needed.")
    }
    guard head.headers["Sec-WebSocket-Version"] == ["13"] else {
      return refusal(
        .upgradeRequired, body: "Only WebSocket version 13 is spoken here.", headers: ["Sec-WebSocket-Version": "13"])
    }
    guard !head.headers.contains(name: "Transfer-Encoding"), (head.headers.first(name: "Content-Length") ?? "0") == "0"
    else { return refusal(.badRequest, body: "A request to open a WebSocket has no body.") }
    return nil
  }

  private static func refusal(_ status: HTTPResponseStatus, body: String, headers: HTTPHeaders = [:]) -> Answer {
    var headers = headers
    if !headers.contains(name: "Content-Type") { headers.add(name: "Content-Type", value: "text/plain; charset=utf-8") }
    headers.add(name: "Content-Length", value: String(body.utf8.count))
    headers.add(name: "Connection", value: "close")
    return .refuse(HTTPResponseHead(version: .http1_1, status: status, headers: headers), body: body)
  }
}
