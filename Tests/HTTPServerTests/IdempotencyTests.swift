// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Synchronization
import Testing

@Suite struct `Idempotency keys` {
  @Test func `the same request gets the same answer and is carried out once`() async throws {
    try await TestServer.run { (server) async throws in
      let headers = ["Idempotency-Key": "k-1"]
      let first = try await server.ask("POST", "/api/v1/bots", TestServer.draft("a"), headers: headers)
      let second = try await server.ask("POST", "/api/v1/bots", TestServer.draft("a"), headers: headers)
      #expect(first.status == 201)
      #expect(second.status == 201)
      #expect(second.bytes == first.bytes)
      #expect(second.header("Location") == "/api/v1/bots/a")
      #expect(second.header("ETag") == "\"1\"")
      #expect(first.header("Idempotency-Replayed") == nil)
      #expect(second.header("Idempotency-Replayed") == "true")
      #expect(server.service.writes == ["create a admin"])
    }
  }

  @Test func `another request with the same key is refused`() async throws {
    try await TestServer.run { (server) async throws in
      let headers = ["Idempotency-Key": "k-1"]
      _ = try await server.ask("POST", "/api/v1/bots", TestServer.draft("a"), headers: headers)
      for (method, path, body) in [("POST", "/api/v1/bots", TestServer.draft("b")), ("DELETE", "/api/v1/bots/a", nil)] {
        let other = try await server.ask(method, path, body, headers: headers)
        #expect(other.status == 422)
        #expect(other.fields == ["Idempotency-Key"])
      }
      #expect(server.service.writes == ["create a admin"])
    }
  }

  @Test func `a refusal is not kept, since nothing changed`() async throws {
    try await TestServer.run { (server) async throws in
      let headers = ["Idempotency-Key": "k-1"]
      let before = try await server.ask("POST", "/api/v1/bots/a/start", headers: headers)
      #expect(before.status == 404)
      try await server.create("a")
      let after = try await server.ask("POST", "/api/v1/bots/a/start", headers: headers)
      #expect(after.status == 200)
    }
  }

  @Test func `what was begun when the server went down is not done again`() async throws {
    try await TestServer.run { (server) async throws in
      let key = try #require(RequestKey("k-1"))
      let headers = ["Idempotency-Key": "k-1"]
      let first = try await server.ask("POST", "/api/v1/bots", TestServer.draft("a"), headers: headers)
      #expect(first.status == 201)
      // What a server leaves that is killed between the effect and the answer.
      let begun = try #require(server.service.state.withLock { $0.requestsAtCreation[key] })
      #expect(begun.answer == nil)
      try await server.service.keep(begun, for: key)
      let second = try await server.ask("POST", "/api/v1/bots", TestServer.draft("a"), headers: headers)
      #expect(second.status == 409)
      #expect(second.text.contains("Idempotency-Key"))
      #expect(server.service.writes == ["create a admin"])
    }
  }

  @Test func `a deletion is answered again without a body`() async throws {
    try await TestServer.run { (server) async throws in
      try await server.create("a")
      for _ in 1...2 {
        let answer = try await server.ask("DELETE", "/api/v1/bots/a", headers: ["Idempotency-Key": "k-2"])
        #expect(answer.status == 204)
        #expect(answer.bytes == [])
      }
    }
  }

  @Test func `many at once with one key are carried out once`() async throws {
    try await TestServer.run { (server) async throws in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 1...20 {
          group.addTask {
            try await server.ask("POST", "/api/v1/bots", TestServer.draft("a"), headers: ["Idempotency-Key": "k"])
              .status
          }
        }
        return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
      }
      #expect(statuses.subtracting([201, 409]).isEmpty)
      #expect(server.service.writes == ["create a admin"])
    }
  }

  @Test func `many creators of one name leave one bot`() async throws {
    try await TestServer.run { (server) async throws in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 1...20 {
          group.addTask { try await server.ask("POST", "/api/v1/bots", TestServer.draft("a")).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.count(where: { $0 == 201 }) == 1)
      #expect(statuses.count(where: { $0 == 409 }) == 19)
    }
  }
}
