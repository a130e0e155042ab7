// SPDX-License-Identifier: Apache-2.0

// SimServer: a market as a server that speaks Binance's protocol, REST and streams on one port.

import Documents
import ExchangeModel
import HTTPTypes
import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle
import Synchronization
public import TradingModel
import WebSockets

/// A simulated venue on a port. Run it as a service; it ends by graceful shutdown or cancellation.
public final class SimServer: Service {
  private let configuration: SimConfiguration
  private let logger: Logger
  private let sockets: WebSocketServer
  private let desk: RestDesk
  private let panel: ControlPanel
  private let portFound: AsyncStream<Int>.Continuation
  private let ports: AsyncStream<Int>

  /// A venue that does not listen yet.
  public init(configuration: SimConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    let states = VenueStates(configuration.market, plan: configuration.faults, start: configuration.start)
    let board = StreamBoard(pairs: states.pairs)
    let life = ConnectionLife()
    let clock = VenueClockBox(
      VenueTimeline(
        start: configuration.start, anchor: configuration.anchor, speed: configuration.speed, wall: WallClock.now(),
        isPaused: configuration.isPaused))
    let faults = FaultBook(configuration.faults, start: configuration.start, now: clock.now())
    let streams = UserStreams(faults: faults)
    let limits = RequestLimits()
    let trading = TradingDesk(
      accounts: configuration.accounts, states: states, streams: streams, seed: configuration.faults.seed,
      now: clock.now())
    let desk = RestDesk(
      routes: MarketRoutes(states: states), limits: limits, faults: faults,
      privates: PrivateDesk(
        trading: trading, keys: KeyRing(configuration.accounts), states: states, limits: limits, faults: faults))
    sockets = WebSocketServer { request in
      guard Self.isSocket(request.path) else { return .passToRouter }
      guard !states.isClosed(at: clock.now()) else { return .refuse(RestAnswer(.failure(503))) }
      guard desk.limits.connect(request.remoteAddress?.ipAddress ?? "", at: WallClock.now()) else {
        return .refuse(RestAnswer(.tooManyConnections))
      }
      if request.path == "/ws-api/v3" {
        let query = QueryText(request.query ?? "")
        guard let unit = VenueTimeUnit(word: query["timeUnit"]) else { return .passToRouter }
        return .accept { connection in
          ApiSession(
            connection: connection, desk: desk, streams: streams, query: query, unit: unit, life: life, now: clock.now)
        }
      }
      guard let admission = StreamAdmission(path: request.path, query: request.query) else { return .passToRouter }
      return .accept { connection in
        StreamSession(connection: connection, board: board, life: life, admission: admission, now: clock.now())
      }
    }
    self.desk = desk
    panel = ControlPanel(
      pacer: VenuePacer(
        states: states, board: board, life: life, sockets: sockets, faults: faults, trading: trading,
        clock: clock),
      faults: faults, states: states, board: board, limits: desk.limits, trading: trading,
      start: configuration.start, anchor: configuration.anchor)
    (ports, portFound) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// What time it is at the venue.
  public var now: Instant { panel.pacer.clock.now() }

  /// Waits until the venue listens, and says on which port; nil where it never will. For one caller.
  public func waitForPort() async -> Int? {
    for await port in ports { return port }
    return nil
  }

  public func run() async throws {
    defer { portFound.finish() }
    let application = Application(
      responder: CallbackResponder { (request: Request, context: SimContext) in
        await self.respond(to: request, in: context)
      },
      server: sockets.httpServer(),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), serverName: nil),
      onServerRunning: { channel in self.portFound.yield(channel.localAddress?.port ?? 0) },
      logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await self.panel.pacer.run() }
      group.addTask { try await application.run() }
      // The pacer ends by cancellation only: whichever comes first ends both.
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// Whether a path is one that WebSockets are opened on.
  private static func isSocket(_ path: String) -> Bool {
    ["/ws", "/stream"].contains { path == $0 || path.hasPrefix("\($0)/") } || path == "/ws-api/v3"
  }

  private func respond(to request: Request, in context: SimContext) async -> Response {
    let path = request.uri.path
    if path.hasPrefix("/api/v3/") || path.hasPrefix("/sapi/") { return await answer(request, in: context) }
    guard path.hasPrefix("/sim/") else { return Self.response(.notFound) }
    guard let body = try? await request.body.collect(upTo: ControlPanel.bodyBytesMax) else {
      return Self.response(RestAnswer(status: 413, ["error": "the body is too large"]))
    }
    return Self.response(
      await panel.answer(
        method: request.method.rawValue, path: String(path.dropFirst(5)), query: request.uri.query ?? "",
        body: Array(body.readableBytesView)))
  }

  private func answer(_ request: Request, in context: SimContext) async -> Response {
    let arrived = now
    let isWallet = request.uri.path.hasPrefix("/sapi/")
    let path = String(request.uri.path.dropFirst(isWallet ? 6 : 8))
    let method = request.method.rawValue
    let body = try? await request.body.collect(upTo: ControlPanel.bodyBytesMax)
    func call() -> RestDesk.Call {
      RestDesk.Call(
        method: method, path: path, query: request.uri.query ?? "", body: body.map { String(buffer: $0) } ?? "",
        timeUnit: Self.timeUnitHeader.flatMap { request.headers[$0] },
        apiKey: Self.apiKeyHeader.flatMap { request.headers[$0] }, address: context.address, arrived: arrived, now: now,
        wall: WallClock.now())
    }
    if isWallet { return Self.response(WalletDesk(privates: desk.privates).answer(call())) }
    if let delay = desk.faults.delay(of: call().faultNames, at: now) {
      try? await Task.sleep(for: .milliseconds(delay))
    }
    switch desk.answer(call()) {
    case .answer(let answer): return Self.response(answer)
    case .lost(let isSilent):
      if isSilent {
        // Nobody waits longer than this for an answer; the client goes, or is cut off.
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(60)) }
      }
      context.cut()
      return Self.response(.notFound)
    }
  }

  private static let timeUnitHeader = HTTPField.Name("X-MBX-TIME-UNIT")
  private static let apiKeyHeader = HTTPField.Name("X-MBX-APIKEY")

  private static func response(_ answer: RestAnswer) -> Response {
    var headers: HTTPFields = [.contentType: answer.contentType]
    for header in answer.headers {
      if let name = HTTPField.Name(header.name) { headers[name] = header.value }
    }
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}

/// A request with where it comes from.
private struct SimContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  private let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  var address: String { channel.remoteAddress?.ipAddress ?? "" }

  /// Cuts the connection, without an answer.
  func cut() { channel.close(mode: .all, promise: nil) }
}
