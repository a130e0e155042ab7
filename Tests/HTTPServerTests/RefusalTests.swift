// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Documents
import Testing

@Suite struct `Refusals` {
  @Test(arguments: ["", "Bearer", "Bearer wrong-token-of-tests", "Basic a-token-for-tests", "a-token-for-tests"])
  func `no token, or another one, is refused`(value: String) async throws {
    try await TestServer.run { (server) async throws in
      for path in ["/api/v1/bots", "/metrics", "/api/v1/events"] {
        let answer = try await server.ask("GET", path, headers: ["Authorization": value])
        #expect(answer.status == 401)
        #expect(answer.header("WWW-Authenticate") == "Bearer realm=\"botyard\"")
        #expect(answer.header("Content-Type") == "application/problem+json")
      }
      let write = try await server.ask("POST", "/api/v1/bots", "{", headers: ["Authorization": value])
      #expect(write.status == 401)
    }
  }

  @Test(arguments: [
    ("PUT", "/api/v1/bots", "POST, GET"), ("DELETE", "/api/v1/bots", "POST, GET"),
    ("POST", "/health", "GET"), ("GET", "/api/v1/bots/x/start", "POST"),
    ("TRACE", "/api/v1/bots/x", "GET, PATCH, DELETE"),
    ("HEAD", "/health", "GET"), ("PROPFIND", "/ready", "GET"),
  ])
  func `a wrong method is told the right ones`(method: String, path: String, allowed: String) async throws {
    try await TestServer.run { (server) async throws in
      let answer = try await server.ask(method, path)
      #expect(answer.status == 405)
      #expect(answer.header("Allow") == allowed)
    }
  }

  @Test(arguments: ["/", "/api", "/api/v1/bot", "/api/v1/bots/", "/api/v1/bots/a/b", "/api/v1/bots/a%2Fb", "/%zz"])
  func `an unknown path is not found`(path: String) async throws {
    try await TestServer.run { (server) async throws in
      let answer = try await server.ask("GET", path)
      #expect(answer.status == 404)
      #expect(answer.header("Content-Type") == "application/problem+json")
      #expect(answer.node?["type"]?.string == "urn:botyard:problem:not-found")
      #expect(answer.node?["status"] == 404)
    }
  }

  @Test(arguments: ["x", "A", "-a", "%00", "%ff", "caf%C3%A9", String(repeating: "a", count: 41)])
  func `a bot that isn't there is not found, whatever its name`(name: String) async throws {
    try await TestServer.run { (server) async throws in
      for path in ["", "/trades", "/performance"] {
        #expect(try await server.ask("GET", "/api/v1/bots/\(name)\(path)").status == 404)
      }
    }
  }

  @Test(arguments: [
    ("", "a JSON body is needed"), ("{", "line 1, column 2"), ("{\"a\":1,\"a\":2}", "twice"), ("nul", "JSON"),
    ("{\"name\":\"\\ud800\"}", "surrogate"), ("[1,]", "expected a value"), ("{}x", "end of the document"),
  ])
  func `a body that is no JSON is malformed`(body: String, detail: String) async throws {
    try await TestServer.run { (server) async throws in
      let answer = try await server.ask("POST", "/api/v1/bots", body)
      #expect(answer.status == 400)
      #expect(answer.detail?.contains(detail) == true, "\(answer.text)")
    }
  }

  @Test func `broken UTF-8 is malformed`() async throws {
    try await TestServer.run { (server) async throws in
      for bytes: [UInt8] in [[0x7b, 0x22, 0xff, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0xef, 0xbb], [0x00]] {
        #expect(try await server.ask("POST", "/api/v1/bots", bytes: bytes).status == 400)
      }
      #expect(try await server.ask("GET", "/api/v1/bots?state=%ff").status == 400)
    }
  }

  @Test func `deep JSON is malformed and huge JSON too large`() async throws {
    try await TestServer.run { (server) async throws in
      let deep = String(repeating: "[", count: 100_000)
      #expect(try await server.ask("POST", "/api/v1/bots", deep).status == 400)
      let huge = "\"" + String(repeating: "a", count: 2_000_000) + "\""
      let answer = try await server.ask("POST", "/api/v1/bots", huge)
      #expect(answer.status == 413)
      #expect(try await server.ask("GET", "/health").status == 200)
    }
  }

  @Test(arguments: ["text/plain", "application/xml", "application/jsonx", "", "application/json; charset=latin1"])
  func `a body of another type is not supported`(type: String) async throws {
    try await TestServer.run { (server) async throws in
      let answer = try await server.ask(
        "POST", "/api/v1/bots", TestServer.draft("a"), headers: ["Content-Type": type])
      #expect(answer.status == 415)
      #expect(try await server.ask("POST", "/api/v1/bots/a/stop", "{}", headers: ["Content-Type": type]).status == 415)
    }
  }

  @Test(arguments: ["application/json; charset=utf-8", "Application/JSON", "application/json ;charset=\"UTF-8\""])
  func `the type's parameters and case don't matter`(type: String) async throws {
    try await TestServer.run { (server) async throws in
      let answer = try await server.ask(
        "POST", "/api/v1/bots", TestServer.draft("a"), headers: ["Content-Type": type])
      #expect(answer.status == 201)
    }
  }

  @Test(arguments: [
    ("/api/v1/bots?limit=0", "limit"), ("/api/v1/bots?limit=501", "limit"), ("/api/v1/bots?limit=1e2", "limit"),
    ("/api/v1/bots?limit=", "limit"), ("/api/v1/bots?limit=1&limit=2", "limit"), ("/api/v1/bots?cursor=%20", "cursor"),
    ("/api/v1/bots?state=running", "state"), ("/api/v1/bots?stat=RUNNING", "stat"), ("/health?x=1", "x"),
    ("/api/v1/candles?pair=BTC%2FUSDT", "timeframe"), ("/api/v1/candles?pair=BTCUSDX&timeframe=5m", "pair"),
    ("/api/v1/candles?pair=BTC%2FUSDT&timeframe=7m", "timeframe"), ("/api/v1/bots/a/trades?from=today", "from"),
    ("/api/v1/bots/a/trades?status=opened", "status"), ("/api/v1/events?types=order,tarde", "types[1]"),
    ("/api/v1/events?follow=no", "follow"), ("/api/v1/events?last_event_id=x", "last_event_id"),
  ])
  func `a bad or unknown query parameter is named`(path: String, field: String) async throws {
    try await TestServer.run { (server) async throws in
      let answer = try await server.ask("GET", path)
      #expect(answer.status == 422)
      #expect(answer.fields.contains(field), "\(answer.text)")
    }
  }

  @Test func `every wrong field of a draft is named at once`() async throws {
    try await TestServer.run { (server) async throws in
      let body = """
        {"name":"Alpha","strategy":"ema-crosover","pairs":["BTC/USDT","DOGE/USDT"],"stake_ammount":"1",
         "risk":{"max_exposure":-1}}
        """
      let form = try await server.ask("POST", "/api/v1/bots", body)
      #expect(form.status == 422)
      #expect(form.fields == ["name", "risk.max_exposure", "stake_ammount"])
      #expect(form.text.contains("did you mean 'stake_amount'?"))
      let values = try await server.ask(
        "POST", "/api/v1/bots", #"{"name":"a","strategy":"ema-crosover","pairs":["BTC/USDT","DOGE/USDT"]}"#)
      #expect(values.fields == ["pairs[1]", "strategy"])
      #expect(server.service.writes == [])
    }
  }

  @Test func `an entity tag that is none is named`() async throws {
    try await TestServer.run { (server) async throws in
      let answer = try await server.ask("DELETE", "/api/v1/bots/a", headers: ["If-Match": "one"])
      #expect(answer.status == 422)
      #expect(answer.fields == ["If-Match"])
    }
  }

  @Test func `what the service lacks is unavailable, and what breaks is not told`() async throws {
    try await TestServer.run { (server) async throws in
      server.service.fail(with: .unavailable("the disk is full", retryAfterSeconds: 30))
      let full = try await server.ask("GET", "/api/v1/bots")
      #expect(full.status == 503)
      #expect(full.header("Retry-After") == "30")
      server.service.fail(with: .broken("SELECT * FROM secrets"))
      let broken = try await server.ask("GET", "/api/v1/bots")
      #expect(broken.status == 500)
      #expect(!broken.text.contains("secrets"))
    }
  }

  @Test func `what is no HTTP is answered with a problem`() async throws {
    try await TestServer.run { (server) async throws in
      let huge = "GET /health HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 100_000))\r\n\r\n"
      for text in ["NO HTTP AT ALL\r\n\r\n", "GET /health HTTP/1.1\r\nBad Header\r\n\r\n", huge] {
        let answer = try await RawConnection.exchange(text, with: server.address)
        #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
        #expect(answer.contains("urn:botyard:problem:malformed"))
      }
      #expect(try await server.ask("GET", "/health").status == 200)
    }
  }

  @Test(arguments: [
    ("timeframe=5m", "pair", "missing"), ("pair=BTC/USDT", "timeframe", "missing"),
    ("pair=BTC/USDT&timeframe=7m", "timeframe", "15m"), ("pair=BTC/USDT&timeframe=", "timeframe", "15m"),
    ("pair=BTC USDT&timeframe=5m", "pair", "such as BTC/USDT"),
    ("pair=BTCUSDX&timeframe=5m", "pair", "no pair BTCUSDX"),
    ("pair=BTC/USDT&timeframe=5m&limit=3", "limit", "there are pair, timeframe"),
    ("pair=BTC/USDT&timeframe=5m&timeframe=1h", "timeframe", "twice"),
  ])
  func `an analysis names the field at fault, its value and what is right`(
    query: String, field: String, message: String
  ) async throws {
    try await TestServer.run { (server) async throws in
      let answer = try await server.ask("GET", "/api/v1/analysis?\(query.replacing(" ", with: "%20"))")
      #expect(answer.status == 422)
      let fault = try #require(answer.node?["errors"]?.array?.first)
      #expect(fault["field"]?.string == field, "\(answer.text)")
      #expect(fault["message"]?.string?.contains(message) == true, "\(answer.text)")
    }
  }

  @Test func `an analysis of an unknown pair is not found, and of an unreachable venue not available`() async throws {
    try await TestServer.run { (server) async throws in
      let unknown = try await server.ask("GET", "/api/v1/analysis?pair=DOGE/USDT&timeframe=5m")
      #expect(unknown.status == 404)
      #expect(unknown.detail == "the venue does not trade DOGE/USDT")
      server.service.fail(with: .unavailable("the venue can't be reached: no answer", retryAfterSeconds: 5))
      let unreachable = try await server.ask("GET", "/api/v1/analysis?pair=BTC/USDT&timeframe=5m")
      #expect(unreachable.status == 503)
      #expect(unreachable.header("Retry-After") == "5")
    }
  }
}
