// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Synchronization
import TradingModel
import WebSockets

/// A venue on a loopback port that notes when orders and cancels arrive, and answers them when it is told to: a real one
/// is some milliseconds away, so that its answers don't compete with what is measured.
final class OrderVenue: Sendable {
  private struct Arrival {
    let time: ContinuousClock.Instant
    let frame: ByteBuffer
    let connection: WebSocketConnection
  }

  private struct State {
    var arrivals: [Arrival] = []
    var pings: [ContinuousClock.Instant] = []
    var book = RestingOrders()
  }

  private let state = Mutex(State())
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let assets: [String]

  /// - Parameter assets: what the account has plenty of.
  init(assets: [String]) { self.assets = assets }

  /// How many orders and cancels wait for an answer.
  var arrived: Int { state.withLock { $0.arrivals.count } }

  /// When empty requests arrived.
  var pings: [ContinuousClock.Instant] { state.withLock { $0.pings } }

  /// Answers all that arrived since the last call, and says when it did.
  func answer(at time: Instant) throws -> [ContinuousClock.Instant] {
    let arrivals = state.withLock { state in
      defer { state.arrivals.removeAll(keepingCapacity: true) }
      return state.arrivals
    }
    for arrival in arrivals {
      let request = try OrderRequestFrame(arrival.frame)
      let result = state.withLock { $0.book.result(of: request, at: time) }
      arrival.connection.send(text: #"{"id":\#(request.id),"status":200,"result":\#(result),"rateLimits":[]}"#)
    }
    return arrivals.map(\.time)
  }

  // MARK: Serving

  /// Serves while the body runs; it is told the port.
  func serving(_ body: (Int) async throws -> Void) async throws {
    let sockets = WebSocketServer { request in
      request.path == "/ws-api/v3" ? .accept { Listener(connection: $0, venue: self) } : .passToRouter
    }
    let router = Router()
    router.get("/api/v3/exchangeInfo") { _, _ in VenueTexts.exchangeInfo }
    router.get("/api/v3/rateLimit/order") { _, _ in VenueTexts.orderLimits }
    let (ports, foundPort) = AsyncStream<Int>.makeStream()
    var log = Logger(label: "botbench")
    // The end of the benchmark is no error.
    log.logLevel = .critical
    let application = Application(
      router: router, server: sockets.httpServer(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { foundPort.yield($0.localAddress?.port ?? 0) },
      eventLoopGroupProvider: .shared(group), logger: log)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await application.run() }
      if let port = await ports.first(where: { _ in true }) { try await body(port) }
      tasks.cancelAll()
    }
  }

  private func received(_ frame: ByteBuffer, on connection: WebSocketConnection) {
    let now = ContinuousClock.now
    switch OrderRequestFrame.method(of: frame) {
    case "order.place", "order.cancel":
      state.withLock { $0.arrivals.append(Arrival(time: now, frame: frame, connection: connection)) }
    case "ping":
      state.withLock { $0.pings.append(now) }
      connection.send(text: #"{"id":1,"status":200,"result":{},"rateLimits":[]}"#)
    case let method:
      guard let request = try? OrderRequestFrame(frame) else { return }
      let result: String
      switch method {
      case "account.status": result = VenueTexts.account(assets)
      case "account.rateLimits.orders": result = VenueTexts.orderLimits
      case "openOrders.status": result = state.withLock { $0.book.list }
      case "userDataStream.subscribe", "userDataStream.subscribe.signature": result = #"{"subscriptionId":0}"#
      default: result = "{}"
      }
      connection.send(text: #"{"id":\#(request.id),"status":200,"result":\#(result),"rateLimits":[]}"#)
    }
  }

  private struct Listener: WebSocketHandler {
    let connection: WebSocketConnection
    let venue: OrderVenue

    func received(text: ByteBuffer) { venue.received(text, on: connection) }

    func ended(_ end: WebSocketEnd) {}
  }
}

/// What the venue says of itself and of the account: limits that no benchmark reaches. More weight than a million a minute
/// is not believed by the reader.
enum VenueTexts {
  static let exchangeInfo = """
    {"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":1000000}],\
    "exchangeFilters":[],"symbols":[]}
    """
  static let orderLimits = """
    [{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":1000000000,"count":0},\
    {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":1000000000,"count":0}]
    """

  static func account(_ assets: [String]) -> String {
    let balances = assets.map { #"{"asset":"\#($0)","free":"100000000","locked":"0"}"# }.joined(separator: ",")
    return #"{"canTrade":true,"updateTime":\#(OrderBots.start.milliseconds),"balances":[\#(balances)]}"#
  }
}
