// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
public import Documents
import NIOCore
import NIOHTTP1

/// Speaks to one server. It owns connections: ``shutdown()`` ends it.
public struct APIClient: Sendable {
  /// The server.
  public let server: ServerAddress
  /// How long a request may take, in seconds.
  public let timeoutSeconds: Double
  private let token: String?
  private let http: HTTPClient
  private let makeKey: @Sendable () -> String

  /// A client.
  ///
  /// - Parameter makeKey: gives a new idempotency key for each write.
  public init(
    server: ServerAddress, token: String?, timeoutSeconds: Double, makeKey: @escaping @Sendable () -> String
  ) {
    self.server = server
    self.token = token
    self.timeoutSeconds = timeoutSeconds
    self.makeKey = makeKey
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    // The server gives a sign of life every 15 s on a stream of events.
    configuration.timeout = .init(
      connect: .nanoseconds(Int64(timeoutSeconds * 1e9)), read: .seconds(max(45, Int64(timeoutSeconds) + 1)))
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Closes the connections. The client can't be used afterwards.
  public func shutdown() async {
    // Only a second shutdown fails.
    try? await http.shutdown()
  }

  /// The answer to a request; `null` where there is no body.
  ///
  /// - Throws: every failure of network and server, as what it means.
  public func send(_ request: ControlRequest) async throws(ControlFailure) -> Node {
    let answer: (status: Int, bytes: [UInt8])
    do {
      let response = try await http.execute(prepared(request), timeout: .nanoseconds(Int64(timeoutSeconds * 1e9)))
      let body = try await response.body.collect(upTo: Self.largestAnswer)
      answer = (Int(response.status.code), Array(body.readableBytesView))
    } catch {
      throw failure(for: error, isWrite: request.isWrite)
    }
    return try node(of: answer.bytes, status: answer.status)
  }

  /// A list, from as many requests as it takes.
  ///
  /// - Parameter limit: how many items at most; nil for all.
  public func list(_ request: ControlRequest, limit: Int? = nil) async throws(ControlFailure) -> ItemList {
    var items: [Node] = []
    var cursor: String?
    repeat {
      var page = request
      let wanted = limit.map { $0 - items.count } ?? Self.pageSize
      page.query.append(.init("limit", String(min(wanted, Self.pageSize))))
      if let cursor { page.query.append(.init("cursor", cursor)) }
      guard let list = ItemList(try await send(page)) else {
        throw .notOurServer(server: server.text, answer: "the answer to \(request.path) is no list")
      }
      items += list.items
      // A server whose cursor doesn't move would keep us here for ever.
      cursor = list.nextCursor == cursor ? nil : list.nextCursor
    } while cursor != nil && items.count < limit ?? .max
    return ItemList(items: items, nextCursor: cursor)
  }

  /// The events from now on, or after an event, until the server ends the stream.
  ///
  /// - Parameters:
  ///   - filter: `bot` and `types`.
  ///   - after: the id of the last event that was seen.
  public func events(
    _ filter: [ControlRequest.Parameter] = [], after: String? = nil
  ) async throws(ControlFailure) -> EventStream {
    var request = prepared(ControlRequest(.get, ["events"], query: filter))
    request.headers.replaceOrAdd(name: "Accept", value: "text/event-stream")
    if let after { request.headers.add(name: "Last-Event-ID", value: after) }
    let seconds = timeoutSeconds
    do {
      let response = try await withDeadline(seconds) { [http, request] in
        try await http.execute(request, deadline: .distantFuture)
      }
      guard response.status == .ok else {
        let body = try await response.body.collect(upTo: Self.largestAnswer)
        _ = try node(of: Array(body.readableBytesView), status: Int(response.status.code))
        throw ControlFailure.notOurServer(server: server.text, answer: "HTTP \(response.status.code)")
      }
      return EventStream(body: response.body) { failure(for: $0, isWrite: false) }
    } catch let error as ControlFailure {
      throw error
    } catch {
      throw failure(for: error, isWrite: false)
    }
  }

  private static let largestAnswer = 64 << 20
  private static let pageSize = 500

  private func prepared(_ request: ControlRequest) -> HTTPClientRequest {
    var prepared = HTTPClientRequest(url: server.text + request.target)
    prepared.method = HTTPMethod(rawValue: request.method.rawValue)
    prepared.headers.add(name: "Accept", value: "application/json")
    prepared.headers.add(name: "User-Agent", value: "botctl/\(ClientVersion.text)")
    if let token { prepared.headers.add(name: "Authorization", value: "Bearer \(token)") }
    if request.isWrite { prepared.headers.add(name: "Idempotency-Key", value: makeKey()) }
    if let body = request.body {
      let type = request.method == .patch ? "application/merge-patch+json" : "application/json"
      prepared.headers.add(name: "Content-Type", value: type)
      prepared.body = .bytes(body.jsonBytes())
    }
    return prepared
  }

  private func node(of bytes: [UInt8], status: Int) throws(ControlFailure) -> Node {
    let node = bytes.isEmpty ? Node.null : try? JSONParser(maximumBytes: Self.largestAnswer).parse(bytes)
    if (200..<300).contains(status), let node { return node }
    if let node, let problem = ProblemDocument(status: status, node) { throw .refused(problem) }
    let head = String(decoding: bytes.prefix(80), as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    throw .notOurServer(server: server.text, answer: "HTTP \(status)" + (head.isEmpty ? "" : ", \(head)"))
  }
}
