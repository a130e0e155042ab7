// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import WebSockets

/// A server of Hummingbird with WebSockets on an ephemeral loopback port.
///
/// The router answers `GET /hello` with "hello". Of WebSockets, by default, `/echo` is served, `/closed` is refused with
/// 403, and everything else is left to the router.
struct ServerHarness {
  let port: Int
  let sockets: WebSocketServer
  let services: ServiceGroup

  func url(_ target: String) throws -> WebSocketURL {
    guard let url = WebSocketURL("ws://127.0.0.1:\(port)\(target)") else { throw ChannelError.unknownLocalAddress }
    return url
  }

  /// Connects a client of ours whose events go to the recorder.
  func connect(
    _ target: String = "/echo", _ recorder: SocketRecorder = SocketRecorder(),
    configuration: WebSocketConfiguration = WebSocketConfiguration()
  ) async throws -> WebSocketConnection {
    try await WebSocketClient(group: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
      .connect(to: url(target), makeHandler: recorder.factory)
  }

  static let defaultAdmission: WebSocketServer.Admit = { request in
    switch request.path {
    case "/echo": .accept { EchoHandler(connection: $0) }
    case "/closed": .refuse(.forbidden, body: "closed to \(request.query ?? "nobody")")
    default: .passToRouter
    }
  }

  /// Runs a server around the body, and shuts it down gracefully afterwards.
  static func run<Result: Sendable>(
    configuration: WebSocketConfiguration = WebSocketConfiguration(),
    admit: @escaping WebSocketServer.Admit = defaultAdmission,
    body: (ServerHarness) async throws -> Result
  ) async throws -> Result {
    let sockets = WebSocketServer(configuration: configuration, admit: admit)
    let router = Router()
    router.get("hello") { _, _ in "hello" }
    let (ports, foundPort) = AsyncStream<Int>.makeStream()
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let application = Application(
      router: router, server: sockets.httpServer(),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { foundPort.yield($0.localAddress?.port ?? 0) }, logger: logger)
    let services = ServiceGroup(
      configuration: .init(services: [application], gracefulShutdownSignals: [], logger: logger))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await services.run() }
      var portIterator = ports.makeAsyncIterator()
      let port = await portIterator.next() ?? 0
      let outcome: Swift.Result<Result, any Error>
      do {
        outcome = .success(try await body(ServerHarness(port: port, sockets: sockets, services: services)))
      } catch {
        outcome = .failure(error)
      }
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
      return try outcome.get()
    }
  }
}
