// SPDX-License-Identifier: Apache-2.0
import AsyncHTTPClient
import Documents
import NIOCore
import NIOHTTP1

/// An event of the stream, as it came.
struct StreamedEvent: Hashable, Sendable {
  let id: Int64
  let kind: String
  let data: String

  /// An event's lines, or nil for a comment.
  init?(_ lines: Substring) {
    var (id, kind, data): (Int64?, String?, String?)
    for line in lines.split(separator: "\n") {
      if line.hasPrefix("id: ") { id = Int64(line.dropFirst(4)) }
      if line.hasPrefix("event: ") { kind = String(line.dropFirst(7)) }
      if line.hasPrefix("data: ") { data = String(line.dropFirst(6)) }
    }
    guard let id, let kind, let data else { return nil }
    (self.id, self.kind, self.data) = (id, kind, data)
  }

  /// Its document.
  var node: Node { (try? JSONParser().parse(data)) ?? .null }
}

extension APIClient {
  /// Follows the event stream after an event until it breaks off.
  func follow(after id: Int64, types: String, _ take: (StreamedEvent) -> Void) async throws {
    var request = HTTPClientRequest(url: "\(address)/api/v1/events?types=\(types)")
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    request.headers.add(name: "Last-Event-ID", value: String(id))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(600))
    guard response.status == .ok else { throw Program.Failure(description: "events: \(response.status)") }
    var pending = ""
    for try await buffer in response.body {
      pending += String(buffer: buffer)
      while let end = pending.firstRange(of: "\n\n") {
        if let event = StreamedEvent(pending[..<end.lowerBound]) { take(event) }
        pending.removeSubrange(..<end.upperBound)
      }
    }
  }

  /// Every event of some types that is kept.
  func events(types: String) async throws -> [StreamedEvent] {
    let answer = try await send(
      "GET", "/api/v1/events?follow=false&types=\(types)", headers: ["Last-Event-ID": "0"])
    guard answer.status == 200 else { throw Program.Failure(description: "events: \(answer.status) \(answer.text)") }
    return answer.text.split(separator: "\n\n").compactMap { StreamedEvent($0) }
  }
}
