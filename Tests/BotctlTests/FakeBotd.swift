// SPDX-License-Identifier: Apache-2.0
import Documents
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A server on a loopback port that plays the contract as a test tells it to, and remembers what it was asked.
final class FakeBotd: Sendable {
  /// A request as it came.
  struct Received: Sendable {
    let method: String
    /// Path and query.
    let target: String
    let headers: HTTPFields
    let body: String

    /// Method and path: `GET /api/v1/bots`.
    var line: String { method + " " + (target.split(separator: "?").first.map(String.init) ?? "") }
  }

  /// What is answered.
  struct Answer: Sendable {
    let status: Int
    let body: String
    var type = "application/json"

    static func ok(_ node: Node) -> Answer { Answer(status: 200, body: node.json()) }
    static func list(_ items: [Node], next: String? = nil) -> Answer {
      .ok(["items": .array(items), "next_cursor": next.map(Node.string) ?? .null])
    }
    static func events(_ text: String) -> Answer { Answer(status: 200, body: text, type: "text/event-stream") }
    static func problem(_ status: Int, _ title: String, _ detail: String, _ more: Node = .object([])) -> Answer {
      let members: [Node.Member] = [
        .init(key: "type", value: "urn:botyard:problem:test"), .init(key: "title", value: .string(title)),
        .init(key: "status", value: .number(status)), .init(key: "detail", value: .string(detail)),
      ]
      return Answer(
        status: status, body: Node.object(members + (more.object ?? [])).json(), type: "application/problem+json")
    }
  }

  private let answer: @Sendable (Received) -> Answer
  private let log = Mutex<[Received]>([])

  /// What it was asked, in order.
  var received: [Received] { log.withLock { $0 } }
  /// The same, by method and path.
  var lines: [String] { received.map(\.line) }

  private init(answer: @escaping @Sendable (Received) -> Answer) { self.answer = answer }

  private func take(_ request: Request) async throws -> Response {
    let body = try await request.body.collect(upTo: 1 << 20)
    let received = Received(
      method: request.method.rawValue, target: request.uri.string, headers: request.headers, body: String(buffer: body))
    log.withLock { $0.append(received) }
    let answer = answer(received)
    return Response(
      status: .init(code: answer.status), headers: [.contentType: answer.type],
      body: .init(byteBuffer: ByteBuffer(string: answer.body)))
  }

  /// Runs a server that answers everything alike.
  static func run(answering answer: Answer, _ body: (FakeBotd, String) async throws -> Void) async throws {
    try await run({ _ in answer }, body)
  }

  /// Runs a server for as long as the body takes, and gives it the server's address.
  static func run(
    _ answer: @escaping @Sendable (Received) -> Answer, _ body: (FakeBotd, String) async throws -> Void
  ) async throws {
    let fake = FakeBotd(answer: answer)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let (ports, foundPort) = AsyncStream<Int>.makeStream()
    let application = Application(
      responder: CallbackResponder { (request, _: BasicRequestContext) in try await fake.take(request) },
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { foundPort.yield($0.localAddress?.port ?? 0) }, logger: logger)
    let services = ServiceGroup(
      configuration: .init(services: [application], gracefulShutdownSignals: [], logger: logger))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await services.run() }
      var iterator = ports.makeAsyncIterator()
      let port = await iterator.next() ?? 0
      let outcome: Result<Void, any Error>
      do {
        outcome = .success(try await body(fake, "http://127.0.0.1:\(port)"))
      } catch {
        outcome = .failure(error)
      }
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
      try outcome.get()
    }
  }
}
