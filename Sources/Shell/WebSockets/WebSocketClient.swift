// SPDX-License-Identifier: Apache-2.0

public import NIOCore
public import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// Opens WebSocket connections to servers.
public struct WebSocketClient: Sendable {
  private let group: any EventLoopGroup
  private let configuration: WebSocketConfiguration

  /// - Parameter group: each connection lives on one of its loops.
  public init(group: any EventLoopGroup, configuration: WebSocketConfiguration = WebSocketConfiguration()) {
    self.group = group
    self.configuration = configuration
  }

  /// Connects and does the handshake.
  ///
  /// The handler is made once the server has accepted. Messages that arrive together with the server's acceptance reach
  /// it, possibly before this call returns. Cancelling the task ends a handshake that is under way.
  ///
  /// - Parameter headers: sent with the request, beside those of the handshake itself and `Host`.
  public func connect(
    to url: WebSocketURL, headers: HTTPHeaders = [:], makeHandler: @escaping WebSocketHandlerFactory
  ) async throws(WebSocketConnectError) -> WebSocketConnection {
    if Task.isCancelled { throw .cancelled }
    let attempt = try ConnectAttempt(url: url, headers: headers, configuration: configuration, makeHandler: makeHandler)
    return try await attempt.run(on: group)
  }
}

/// One attempt to connect, from name resolution to the end of the handshake.
private struct ConnectAttempt {
  enum Negotiation {
    case upgraded(WebSocketConnection)
    case refused(EventLoopFuture<WebSocketConnectError>)
  }

  struct Handshake {
    let channel: any Channel
    let negotiation: EventLoopFuture<Negotiation>
  }

  private let url: WebSocketURL
  private let headers: HTTPHeaders
  private let configuration: WebSocketConfiguration
  private let makeHandler: WebSocketHandlerFactory
  private let tls: NIOSSLContext?

  init(
    url: WebSocketURL, headers: HTTPHeaders, configuration: WebSocketConfiguration,
    makeHandler: @escaping WebSocketHandlerFactory
  ) throws(WebSocketConnectError) {
    self.url = url
    self.headers = headers
    self.configuration = configuration
    self.makeHandler = makeHandler
    tls = url.isSecure ? try Self.tlsContext(configuration.trustRoots) : nil
  }

  func run(on group: any EventLoopGroup) async throws(WebSocketConnectError) -> WebSocketConnection {
    let deadline = NIODeadline.now() + TimeAmount(configuration.connectTimeout)
    let handshake: Handshake
    do {
      handshake = try await ClientBootstrap(group: group)
        .connectTimeout(TimeAmount(configuration.connectTimeout))
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .connect(host: url.host, port: url.port) { channel in
          channel.eventLoop.makeCompletedFuture { try startHandshake(in: channel) }
        }
    } catch {
      throw connectFailure(error)
    }
    return try await outcome(of: handshake, until: deadline)
  }

  private func startHandshake(in channel: any Channel) throws -> Handshake {
    let pipeline = channel.pipeline.syncOperations
    if let tls {
      try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: url.tlsServerName))
    }
    let upgrader = NIOTypedWebSocketClientUpgrader<Negotiation>(
      maxFrameSize: configuration.messageBytesMax, enableAutomaticErrorHandling: false
    ) { channel, _ in
      channel.eventLoop.makeCompletedFuture { try upgraded(channel) }
    }
    var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: url.target)
    head.headers = headers
    head.headers.replaceOrAdd(name: "Host", value: url.hostHeader)
    let upgrade = NIOTypedHTTPClientUpgradeConfiguration<Negotiation>(
      upgradeRequestHead: head, upgraders: [upgrader]
    ) { channel in
      channel.eventLoop.makeCompletedFuture {
        let answer = channel.eventLoop.makePromise(of: WebSocketConnectError.self)
        try channel.pipeline.syncOperations.addHandler(RefusalReader(answer: answer))
        return .refused(answer.futureResult)
      }
    }
    var http = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
    // NB: The default drops frames that arrive in one segment with the server's acceptance.
    http.leftOverBytesStrategy = .forwardBytes
    let negotiation = try pipeline.configureUpgradableHTTPClientPipeline(configuration: http)
    return Handshake(channel: channel, negotiation: negotiation)
  }

  private func upgraded(_ channel: any Channel) throws -> Negotiation {
    .upgraded(
      try WebSocketChannelHandler.install(
        in: channel, isCodecInPlace: true, side: .client, configuration: configuration, makeHandler: makeHandler))
  }

  private func outcome(
    of handshake: Handshake, until deadline: NIODeadline
  ) async throws(WebSocketConnectError) -> WebSocketConnection {
    let channel = handshake.channel
    let isLate = Atomic(false)
    let timeout = channel.eventLoop.scheduleTask(deadline: deadline) {
      isLate.store(true, ordering: .relaxed)
      channel.close(promise: nil)
    }
    defer { timeout.cancel() }
    let result = await withTaskCancellationHandler {
      await Self.result(of: handshake)
    } onCancel: {
      channel.close(promise: nil)
    }
    switch result {
    case .success(let connection):
      return connection
    case .failure(let error):
      channel.close(promise: nil)
      if Task.isCancelled { throw .cancelled }
      if isLate.load(ordering: .relaxed) { throw .timedOut(after: configuration.connectTimeout) }
      throw error
    }
  }

  private static func result(of handshake: Handshake) async -> Result<WebSocketConnection, WebSocketConnectError> {
    do {
      switch try await handshake.negotiation.get() {
      case .upgraded(let connection): return .success(connection)
      case .refused(let answer): return .failure(try await answer.get())
      }
    } catch let error as NIOSSLError {
      return .failure(.untrusted("\(error)"))
    } catch let error as NIOSSLExtraError {
      return .failure(.untrusted("\(error)"))
    } catch ChannelError.inappropriateOperationForState {
      return .failure(.brokenHandshake("the server ended the TCP connection"))
    } catch {
      return .failure(.brokenHandshake("\(error)"))
    }
  }

  private func connectFailure(_ error: any Error) -> WebSocketConnectError {
    if Task.isCancelled { return .cancelled }
    switch error {
    case ChannelError.connectTimeout: return .timedOut(after: configuration.connectTimeout)
    default: return .unreachable("\(url.host):\(url.port): \(ConnectionFailure.sentence(error))")
    }
  }

  private static func tlsContext(
    _ roots: WebSocketConfiguration.TrustRoots
  ) throws(WebSocketConnectError) -> NIOSSLContext {
    var tls = TLSConfiguration.makeClientConfiguration()
    if case .path(let path) = roots { tls.trustRoots = .file(path) }
    do {
      return try NIOSSLContext(configuration: tls)
    } catch {
      throw .untrusted("\(error)")
    }
  }
}

/// Reads the head of an answer that isn't an upgrade, and hangs up.
private final class RefusalReader: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let answer: EventLoopPromise<WebSocketConnectError>

  init(answer: EventLoopPromise<WebSocketConnectError>) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = Self.unwrapInboundIn(data) else { return }
    let retryAfter = head.headers.first(name: "Retry-After").flatMap(Int.init)
    answer.succeed(.refused(status: Int(head.status.code), retryAfterSeconds: retryAfter))
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func handlerRemoved(context: ChannelHandlerContext) {
    answer.succeed(.brokenHandshake("the server ended the TCP connection"))
  }
}
