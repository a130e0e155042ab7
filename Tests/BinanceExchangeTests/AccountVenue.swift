// SPDX-License-Identifier: Apache-2.0

import BinanceExchange
import BinanceWire
import Crypto
import Documents
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing
import WebSockets

/// A venue on a loopback port with an account: it checks every signature over the text as it came, and answers by script.
final class AccountVenue: Sendable {
  static let apiKey = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
  static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"

  /// What the venue does with a request.
  enum Reply: Sendable {
    case result(String, limits: String = "[]")
    case error(status: Int, code: Int, String, data: String = "null", headers: [String: String] = [:])
    /// A body as it is, of any status; over REST only.
    case bare(status: Int, String, headers: [String: String] = [:])
    /// It came, and no answer goes out.
    case silence
    /// It came, and the connection is cut.
    case cut
    /// First these frames, then an answer.
    case after([String], String)
  }

  /// A request as it came.
  struct Asked: Sendable {
    /// The method of the WebSocket API, or verb and path.
    let name: String
    /// The text as it came: the frame, or the query.
    let text: String
    let parameters: [String: String]
    let isSigned: Bool
  }

  private struct State {
    var script: [String: [Reply]] = [:]
    var asked: [Asked] = []
    var wrong: [String] = []
    var waiter: (name: String, count: Int, continuation: CheckedContinuation<Void, Never>)?
    var loggedOn: Set<ObjectIdentifier> = []
  }

  private let state = Mutex(State())
  private let publicKey = Ed25519Vector.publicKey
  let sockets: WebSocketServer

  init() {
    let relay = Relay()
    sockets = WebSocketServer { request in
      guard request.path == "/ws-api/v3" else { return .passToRouter }
      return .accept { connection in Handler(connection: connection, relay: relay) }
    }
    relay.venue.withLock { $0 = self }
    script("session.logon", .result("{}"))
    script("userDataStream.subscribe", .result(#"{"subscriptionId":0}"#))
    script("userDataStream.subscribe.signature", .result(#"{"subscriptionId":0}"#))
    script("GET /api/v3/rateLimit/order", .bare(status: 200, "[]"))
    script("account.rateLimits.orders", .result("[]"))
    script("GET /api/v3/exchangeInfo", .bare(status: 200, Self.exchangeInfo))
  }

  private static let exchangeInfo = """
    {"rateLimits":[],"exchangeFilters":[],"symbols":[{"symbol":"ETHUSDT","status":"TRADING","baseAsset":"ETH",\
    "quoteAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000000.00000000",\
    "tickSize":"0.01"},{"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000","stepSize":"0.00001000"}]}]}
    """

  /// Gives the next replies to a method, or to verb and path; the last one stays.
  func script(_ name: String, _ replies: Reply...) { state.withLock { $0.script[name] = replies } }

  /// What was asked so far.
  var asked: [Asked] { state.withLock { $0.asked } }
  /// How often something was asked.
  func count(_ name: String) -> Int { asked.count { $0.name == name } }
  /// How many bytes of requests came.
  var bytes: Int { asked.reduce(0) { $0 + $1.text.utf8.count } }
  /// What was wrong with requests: signatures above all.
  var wrong: [String] { state.withLock { $0.wrong } }

  /// Waits until something was asked so often.
  func until(_ name: String, count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.asked.count(where: { $0.name == name }) >= count { return true }
        state.waiter = (name, count, continuation)
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  /// Sends a text to everybody.
  func send(_ text: String) {
    for connection in sockets.connections { connection.send(text: text) }
  }

  /// Cuts every connection.
  func cut() {
    for connection in sockets.connections { connection.drop() }
  }

  // MARK: Taking requests

  fileprivate func received(_ text: String, on connection: WebSocketConnection) {
    guard let frame = try? JSONParser().parse(Array(text.utf8)), let id = frame["id"]?.int64,
      let method = frame["method"]?.string
    else { return note("no frame: \(text)") }
    var parameters: [String: String] = [:]
    if case .object(let members)? = frame["params"]?.content {
      for member in members { parameters[member.key] = Self.text(member.value) }
    }
    let payload = parameters.filter { $0.key != "signature" }.sorted { $0.key < $1.key }
      .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    let session = ObjectIdentifier(connection)
    if let signature = parameters["signature"] {
      if parameters["apiKey"] != Self.apiKey { note("\(method): no API key") }
      if !isValid(signature, of: payload) { note("\(method): wrong signature") }
    } else if !state.withLock({ $0.loggedOn.contains(session) }) {
      note("\(method): not signed")
    }
    if method == "session.logon" { state.withLock { _ = $0.loggedOn.insert(session) } }
    let asked = Asked(
      name: method, text: text, parameters: parameters, isSigned: parameters["signature"] != nil)
    answer(next(asked), id: id, on: connection)
  }

  private func answer(_ reply: Reply, id: Int64, on connection: WebSocketConnection) {
    switch reply {
    case .result(let result, let limits):
      connection.send(text: #"{"id":\#(id),"status":200,"result":\#(result),"rateLimits":\#(limits)}"#)
    case .error(let status, let code, let text, let data, _):
      let error = #"{"code":\#(code),"msg":"\#(text)","data":\#(data)}"#
      connection.send(text: #"{"id":\#(id),"status":\#(status),"error":\#(error),"rateLimits":[]}"#)
    case .bare(_, let body, _): connection.send(text: body)
    case .silence: break
    case .cut: connection.drop()
    case .after(let frames, let result):
      for frame in frames { connection.send(text: frame) }
      connection.send(text: #"{"id":\#(id),"status":200,"result":\#(result)}"#)
    }
  }

  fileprivate func take(_ request: Request) throws -> Response {
    let uri = request.uri.string
    let query = uri.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
    let parts = query.split(separator: "&signature=").map(String.init)
    if parts.count == 2 {
      if request.headers[HTTPField.Name("X-MBX-APIKEY")!] != Self.apiKey { note("\(uri): no API key") }
      if !isValid(parts[1].removingPercentEncoding ?? "", of: parts[0]) { note("\(uri): wrong signature") }
    }
    var parameters: [String: String] = [:]
    for pair in query.split(separator: "&") {
      let pair = pair.split(separator: "=", maxSplits: 1)
      parameters[String(pair[0])] = pair.count == 2 ? String(pair[1]) : ""
    }
    let asked = Asked(
      name: "\(request.method.rawValue) \(request.uri.path)", text: query, parameters: parameters,
      isSigned: parts.count == 2)
    switch next(asked) {
    case .result(let body, _), .after(_, let body): return response(200, body, [:])
    case .error(let status, let code, let text, let data, let headers):
      return response(status, #"{"code":\#(code),"msg":"\#(text)","data":\#(data)}"#, headers)
    case .bare(let status, let body, let headers): return response(status, body, headers)
    case .silence, .cut: throw CancellationError()
    }
  }

  private func response(_ status: Int, _ body: String, _ headers: [String: String]) -> Response {
    var response = Response(status: .init(code: status), body: .init(byteBuffer: ByteBuffer(string: body)))
    for (name, value) in headers { response.headers[HTTPField.Name(name)!] = value }
    return response
  }

  private func next(_ asked: Asked) -> Reply {
    let (reply, waiter) = state.withLock { state in
      state.asked.append(asked)
      var waiter: CheckedContinuation<Void, Never>?
      if let known = state.waiter, state.asked.count(where: { $0.name == known.name }) >= known.count {
        waiter = known.continuation
        state.waiter = nil
      }
      guard var replies = state.script[asked.name], let first = replies.first else {
        return (Reply.error(status: 404, code: -1, "no script"), waiter)
      }
      if replies.count > 1 { replies.removeFirst() }
      state.script[asked.name] = replies
      return (first, waiter)
    }
    waiter?.resume()
    return reply
  }

  private func isValid(_ signature: String, of text: String) -> Bool {
    let key = SymmetricKey(data: Data(Self.secret.utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key).map { String(format: "%02x", $0) }
    if code.joined() == signature { return true }
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey),
      let signature = Data(base64Encoded: signature)
    else { return false }
    return key.isValidSignature(signature, for: Data(text.utf8))
  }

  private func note(_ wrong: String) { state.withLock { $0.wrong.append(wrong) } }

  private static func text(_ node: Node) -> String {
    switch node.content {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag ? "true" : "false"
    default: ""
    }
  }

  /// Serves while the body runs.
  func run(_ body: (VenueEndpoints) async throws -> Void) async throws {
    let router = Router()
    for method in [HTTPRequest.Method.get, .post, .put, .delete] {
      router.on("**", method: method) { request, _ in try self.take(request) }
    }
    let (ports, foundPort) = AsyncStream<Int>.makeStream()
    let application = Application(
      router: router, server: sockets.httpServer(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { foundPort.yield($0.localAddress?.port ?? 0) }, logger: silentLog)
    let services = ServiceGroup(
      configuration: .init(services: [application], gracefulShutdownSignals: [], logger: silentLog))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await services.run() }
      let port = try #require(await ports.first { _ in true })
      let address = "127.0.0.1:\(port)"
      try await body(
        VenueEndpoints(
          of: .sim, restURL: "http://\(address)", streamURL: "ws://\(address)",
          webSocketAPIURL: "ws://\(address)/ws-api/v3"))
      await services.triggerGracefulShutdown()
    }
  }

  /// Breaks the knot that the sockets need the venue and the venue the sockets.
  fileprivate final class Relay: Sendable {
    let venue = Mutex<AccountVenue?>(nil)
  }

  private struct Handler: WebSocketHandler {
    let connection: WebSocketConnection
    let relay: Relay

    func received(text: ByteBuffer) {
      relay.venue.withLock { $0 }?.received(String(buffer: text), on: connection)
    }

    func ended(_ end: WebSocketEnd) {}
  }
}
