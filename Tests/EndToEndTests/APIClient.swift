// SPDX-License-Identifier: Apache-2.0
import AsyncHTTPClient
import Documents
import NIOCore
import NIOHTTP1

/// A stranger with a token: asks the API over HTTP.
struct APIClient {
  let address: String
  let token: String?

  struct Answer {
    let status: Int
    let text: String

    /// The document; null where it is no JSON.
    var node: Node { (try? JSONParser().parse(text)) ?? .null }
  }

  func get(_ path: String) async throws -> Answer { try await send("GET", path) }

  func post(_ path: String, _ body: Node? = nil) async throws -> Answer {
    try await send("POST", path, body: body?.jsonBytes())
  }

  /// Everything of a list, page by page.
  func all(_ path: String) async throws -> [Node] {
    var items: [Node] = []
    var cursor: String?
    repeat {
      let next = path + (path.contains("?") ? "&" : "?") + "limit=500" + (cursor.map { "&cursor=\($0)" } ?? "")
      let answer = try await get(next)
      guard answer.status == 200, let page = answer.node["items"]?.array else {
        throw Program.Failure(description: "GET \(next): \(answer.status) \(answer.text)")
      }
      items += page
      cursor = answer.node["next_cursor"]?.string
    } while cursor != nil
    return items
  }

  /// Asks until an answer is good, and returns what was made of it.
  func poll<Value>(
    _ path: String, for goal: String, within limit: Duration = .seconds(60), _ read: (Answer) -> Value?
  ) async throws -> Value {
    try await Poll.value(goal, within: limit) { last in
      let answer = try await get(path)
      last = answer.text
      return read(answer)
    }
  }

  /// Waits until the server is ready.
  func waitUntilReady(within limit: Duration = .seconds(30)) async throws {
    let end = ContinuousClock.now.advanced(by: limit)
    var last = "no answer"
    while ContinuousClock.now < end {
      if let answer = try? await get("/ready") {
        if answer.status == 200 { return }
        last = answer.text
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Program.Failure(description: "not ready within \(limit): \(last)")
  }

  func send(
    _ method: String, _ path: String, body: [UInt8]? = nil, headers: [String: String] = [:]
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: address + path)
    request.method = .RAW(value: method)
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    if let body {
      if headers["Content-Type"] == nil { request.headers.add(name: "Content-Type", value: "application/json") }
      request.body = .bytes(body)
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    let bytes = try await response.body.collect(upTo: 64 << 20)
    return Answer(status: Int(response.status.code), text: String(buffer: bytes))
  }
}

/// Waits for what comes by itself.
enum Poll {
  /// Tries again and again until something is so.
  static func until(
    _ goal: String, within limit: Duration = .seconds(60), _ isSo: (inout String) async throws -> Bool
  ) async throws {
    try await value(goal, within: limit) { last in try await isSo(&last) ? () : nil }
  }

  /// Tries again and again, a few milliseconds apart, until an attempt has a value.
  ///
  /// - Parameter attempt: leaves in its argument what is to be told where the time is up.
  static func value<Value>(
    _ goal: String, within limit: Duration = .seconds(60), _ attempt: (inout String) async throws -> Value?
  ) async throws -> Value {
    let end = ContinuousClock.now.advanced(by: limit)
    var last = ""
    while true {
      if let value = try await attempt(&last) { return value }
      guard ContinuousClock.now < end else {
        throw Program.Failure(description: "not within \(limit): \(goal): \(last)")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }
}
