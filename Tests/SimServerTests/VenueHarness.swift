// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Documents
import ExchangeModel
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import SimServer
import Testing
import TradingModel
import WebSockets

/// A venue on an ephemeral loopback port whose time stands still until it is stepped.
struct VenueHarness {
  let port: Int

  static let start = Instant("2026-03-04T05:06:30Z") ?? .epoch

  /// Runs a venue around the body, and shuts it down gracefully afterwards.
  static func run(
    market: any MarketRecord = SeededMarket(seed: 7), start: Instant = VenueHarness.start,
    faults: FaultPlan = .none, accounts: [SimAccount] = [], body: (VenueHarness) async throws -> Void
  ) async throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let server = SimServer(
      configuration: SimConfiguration(
        market: market, start: start, anchor: start, isPaused: true, faults: faults, accounts: accounts),
      logger: logger)
    let services = ServiceGroup(
      configuration: .init(services: [server], gracefulShutdownSignals: [], logger: logger))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await services.run() }
      let port = await server.waitForPort() ?? 0
      let outcome: Result<Void, any Error>
      do {
        outcome = .success(try await body(VenueHarness(port: port)))
      } catch {
        outcome = .failure(error)
      }
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
      try outcome.get()
    }
  }

  struct Answer {
    let status: Int
    let headers: [String: String]
    let text: String

    var json: Node {
      get throws { try JSONParser().parse(text) }
    }
  }

  func get(
    _ target: String, method: String = "GET", body: String? = nil, headers: [String: String] = [:]
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(target)")
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    request.method = .RAW(value: method)
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    let bytes = try await response.body.collect(upTo: 1 << 24)
    let headers = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
    return Answer(status: Int(response.status.code), headers: headers, text: String(buffer: bytes))
  }

  @discardableResult
  func post(_ target: String, _ body: String) async throws -> Answer {
    try await get(target, method: "POST", body: body)
  }

  /// Puts time forward.
  func step(_ milliseconds: Int64) async throws {
    let answer = try await post("/sim/time", "{\"step\": \(milliseconds)}")
    #expect(answer.status == 200, "\(answer.text)")
  }

  /// Opens a stream connection.
  func connect(_ target: String) async throws -> StreamReader {
    let reader = try await connectToApi(target)
    // An answered message proves that the venue knows the connection.
    _ = try await reader.ask("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"opened\"}")
    return reader
  }

  /// Opens a connection to the WebSocket API.
  func connectToApi(_ target: String) async throws -> StreamReader {
    let reader = StreamReader()
    let url = try #require(WebSocketURL("ws://127.0.0.1:\(port)\(target)"))
    let connection = try await WebSocketClient(group: MultiThreadedEventLoopGroup.singleton)
      .connect(to: url, makeHandler: reader.factory)
    reader.connection = connection
    return reader
  }
}
