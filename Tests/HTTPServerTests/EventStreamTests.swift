// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import ControlAPI
import Documents
import NIOCore
import NIOHTTP1
import Testing

@Suite struct `The event stream` {
  @Test func `what was asked for is told and then the stream ends`() async throws {
    try await TestServer.run { (server) async throws in
      server.service.tell(.botCreated, "a", data: #"{"name":"a"}"#)
      server.service.tell(.signal, "b")
      let answer = try await server.ask("GET", "/api/v1/events?follow=false")
      #expect(answer.status == 200)
      #expect(answer.header("Content-Type") == "text/event-stream")
      #expect(answer.header("Cache-Control") == "no-store")
      #expect(
        answer.text == """
          : events

          id: 1
          event: bot.created
          data: {"name":"a"}

          id: 2
          event: signal
          data: {}


          """)
      let none = try await server.ask("GET", "/api/v1/events?follow=false&last_event_id=2")
      #expect(none.text.contains("id:") == false)
    }
  }

  @Test func `a server without events has nothing to tell`() async throws {
    try await TestServer.run { (server) async throws in
      #expect(try await server.ask("GET", "/api/v1/events?follow=false").text == ": events\n\n")
    }
  }

  @Test(arguments: [
    ("bot=a", [1, 3]), ("types=signal", [2, 3]), ("types=order,signal&bot=b", [2, 4]), ("types=order.filled", [4]),
    ("bot=zzz", []),
  ])
  func `filters leave the others out`(query: String, ids: [Int]) async throws {
    try await TestServer.run { (server) async throws in
      server.service.tell(.botCreated, "a")
      server.service.tell(.signal, "b")
      server.service.tell(.signal, "a")
      server.service.tell(.orderFilled, "b")
      let answer = try await server.ask("GET", "/api/v1/events?follow=false&\(query)")
      #expect(answer.eventIDs == ids)
    }
  }

  @Test func `a client that comes back gets what it missed, each event once`() async throws {
    try await TestServer.run { (server) async throws in
      for _ in 1...5 { server.service.tell(.log, "a") }
      let ids = try await server.follow(headers: ["Last-Event-ID": "3"]) { client in
        var ids = [try await client.next(), try await client.next()]
        server.service.tell(.log, "a")
        ids.append(try await client.next())
        return ids
      }
      #expect(ids == [4, 5, 6])
    }
  }

  @Test func `without an id only what is to come is told`() async throws {
    try await TestServer.run { (server) async throws in
      server.service.tell(.log, "a")
      let id = try await server.follow { client in
        server.service.tell(.log, "a")
        return try await client.next()
      }
      #expect(id == 2)
    }
  }

  @Test func `a number that is kept no more is answered with a reset`() async throws {
    try await TestServer.run { (server) async throws in
      server.service.tell(.log, "a")
      let answer = try await server.ask("GET", "/api/v1/events?follow=false&last_event_id=99")
      #expect(answer.text.contains("event: reset\nid: 1\ndata: {\"newest\":1}\n"))
    }
  }

  @Test func `a heartbeat shows that the stream lives`() async throws {
    try await TestServer.run(heartbeat: .milliseconds(1)) { server in
      let text = try await server.follow { client in try await client.text(until: ": \n\n: \n\n") }
      #expect(text.hasPrefix(": events\n\n"))
    }
  }

  @Test func `a client that goes leaves nothing behind`() async throws {
    try await TestServer.run(heartbeat: .milliseconds(1)) { server in
      _ = try await server.follow { client in
        server.service.tell(.log, "a")
        return try await client.next()
      }
      await server.service.wait(untilSomebodyListens: false)
      #expect(try await server.ask("GET", "/health").status == 200)
    }
  }

  @Test func `a client that reads nothing is cut off`() async throws {
    try await TestServer.run(heartbeat: .milliseconds(50)) { server in
      let data = "\"" + String(repeating: "x", count: 100_000) + "\""
      for _ in 1...600 { server.service.tell(.log, "a", data: data) }
      let count = try await RawConnection.open(to: server.address, receiveBuffer: 4096) { inbound, outbound in
        let request = """
          GET /api/v1/events?last_event_id=0 HTTP/1.1\r
          Host: localhost\r
          Authorization: \(TestServer.bearer)\r
          \r

          """
        try await outbound.write(ByteBuffer(string: request))
        await server.service.wait(untilSomebodyListens: true)
        await server.service.wait(untilSomebodyListens: false)
        var count = 0
        do { for try await buffer in inbound { count += buffer.readableBytes } } catch {}
        return count
      }
      #expect(count < 600 * 100_000)
      #expect(try await server.ask("GET", "/health").status == 200)
    }
  }

  @Test func `the server ends though clients listen`() async throws {
    try await TestServer.run { (server) async throws in
      let hasEnded = try await server.follow { client in
        await server.shutDown()
        return try await client.hasEnded()
      }
      #expect(hasEnded)
    }
  }
}

/// A client of the event stream, event by event.
struct EventClient {
  private var iterator: HTTPClientResponse.Body.AsyncIterator
  private var text = ""

  init(_ body: HTTPClientResponse.Body) { iterator = body.makeAsyncIterator() }

  /// The next event's id.
  mutating func next() async throws -> Int {
    while true {
      while let end = text.firstRange(of: "\n\n") {
        let frame = text[..<end.lowerBound]
        text.removeSubrange(..<end.upperBound)
        if let line = frame.split(separator: "\n").first(where: { $0.hasPrefix("id: ") }) {
          return try #require(Int(line.dropFirst(4)))
        }
      }
      try await read()
    }
  }

  /// What comes until a text has come.
  mutating func text(until end: String) async throws -> String {
    while !text.contains(end) { try await read() }
    return text
  }

  /// Whether the stream ends properly.
  mutating func hasEnded() async throws -> Bool {
    while try await iterator.next() != nil {}
    return true
  }

  private mutating func read() async throws {
    let buffer = try #require(try await iterator.next(), "the stream ended")
    text += String(buffer: buffer)
  }
}

extension TestServer {
  /// Listens once the stream has begun.
  func follow<Value: Sendable>(
    headers: [String: String] = [:], _ use: (inout EventClient) async throws -> Value
  ) async throws -> Value {
    let client = HTTPClient(eventLoopGroupProvider: .singleton)
    var request = HTTPClientRequest(url: "http://\(address)/api/v1/events")
    request.headers.add(name: "Authorization", value: Self.bearer)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    let result: Result<Value, any Error>
    do {
      let response = try await client.execute(request, timeout: .seconds(30))
      var events = EventClient(response.body)
      _ = try await events.text(until: ": events")
      await service.wait(untilSomebodyListens: true)
      result = .success(try await use(&events))
    } catch {
      result = .failure(error)
    }
    try await client.shutdown()
    return try result.get()
  }
}

extension TestServer.Answer {
  /// The events' ids, in order.
  var eventIDs: [Int] {
    text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.compactMap { Int($0.dropFirst(4)) }
  }
}
