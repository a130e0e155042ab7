// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import ControlAPI
import Documents
import HTTPServer
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Testing

/// A server on a port of its own, with a double behind it.
struct TestServer: Sendable {
  static let token = "a-token-for-tests"

  let service: ServiceDouble
  let address: ListenAddress
  let metrics: PrometheusRegistry
  let client: HTTPClient
  /// Has the server end in peace.
  let shutDown: @Sendable () async -> Void

  /// Runs a server while a test uses it.
  static func run(
    heartbeat: Duration = .seconds(15), _ test: @Sendable (TestServer) async throws -> Void
  ) async throws {
    let service = ServiceDouble()
    let metrics = PrometheusRegistry()
    let (addresses, listening) = AsyncStream.makeStream(of: ListenAddress.self)
    let server = ControlServer(
      configuration: .init(
        address: ListenAddress(host: "127.0.0.1", port: 0), token: AccessToken(token)!, heartbeat: heartbeat),
      service: service, metrics: metrics, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      onListening: { listening.yield($0) })
    let group = ServiceGroup(
      configuration: .init(
        services: [server], gracefulShutdownSignals: [],
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      var iterator = addresses.makeAsyncIterator()
      let address = try #require(await iterator.next())
      let client = HTTPClient(eventLoopGroupProvider: .singleton)
      let result: Result<Void, any Error>
      do {
        try await test(
          TestServer(service: service, address: address, metrics: metrics, client: client) {
            await group.triggerGracefulShutdown()
          })
        result = .success(())
      } catch {
        result = .failure(error)
      }
      try await client.shutdown()
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      try result.get()
    }
  }

  /// An answer, with its body read.
  struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var node: Node? { try? JSONParser().parse(bytes) }
    /// The fields at fault.
    var fields: [String] { (node?["errors"]?.array ?? []).compactMap { $0["field"]?.string } }
    var detail: String? { node?["detail"]?.string }
    func header(_ name: String) -> String? { headers.first(name: name) }
  }

  /// Asks with the token, and for a body as JSON, unless the headers say otherwise.
  func ask(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:], isKnown: Bool = true
  ) async throws -> Answer {
    try await ask(method, path, bytes: body.map { Array($0.utf8) }, headers: headers, isKnown: isKnown)
  }

  func ask(
    _ method: String, _ path: String, bytes: [UInt8]?, headers: [String: String] = [:], isKnown: Bool = true
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: "http://\(address)\(path)")
    request.method = .RAW(value: method)
    if isKnown, headers["Authorization"] == nil { request.headers.add(name: "Authorization", value: Self.bearer) }
    if let bytes {
      if headers["Content-Type"] == nil { request.headers.add(name: "Content-Type", value: "application/json") }
      request.body = .bytes(bytes)
    }
    for (name, value) in headers where !value.isEmpty { request.headers.add(name: name, value: value) }
    let response = try await client.execute(request, timeout: .seconds(30))
    let body = try await response.body.collect(upTo: 1 << 24)
    return Answer(status: Int(response.status.code), headers: response.headers, bytes: Array(body.readableBytesView))
  }

  static let bearer = "Bearer \(token)"

  /// Creates a bot named so.
  func create(_ name: String) async throws {
    let answer = try await ask("POST", "/api/v1/bots", Self.draft(name))
    try #require(answer.status == 201, "\(answer.text)")
  }

  /// A bot's draft.
  static func draft(_ name: String, _ more: String = "") -> String {
    #"{"name":"\#(name)","strategy":"ema-crossover","pairs":["BTC/USDT"]\#(more)}"#
  }
}
