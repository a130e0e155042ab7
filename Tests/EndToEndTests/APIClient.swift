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

  func get(_ path: String) async throws -> Answer { try await send("GET", path, nil) }

  func post(_ path: String, _ body: Node? = nil) async throws -> Answer { try await send("POST", path, body) }

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

  private func send(_ method: String, _ path: String, _ body: Node?) async throws -> Answer {
    var request = HTTPClientRequest(url: address + path)
    request.method = .RAW(value: method)
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(body.jsonBytes())
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
    let bytes = try await response.body.collect(upTo: 16 << 20)
    return Answer(status: Int(response.status.code), text: String(buffer: bytes))
  }
}
