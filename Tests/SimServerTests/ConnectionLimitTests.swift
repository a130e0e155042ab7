// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import Testing
import TradingModel
import WebSockets

@testable import SimServer

@Suite(.timeLimit(.minutes(5))) struct ConnectionLimitTests {
  private static let day: Int64 = 86_400_000

  @Test(arguments: ["/ws", "/stream?streams=btcusdt@kline_1h", "/ws-api/v3"])
  func `a connection lives for 24 hours of venue time, and not a moment longer`(path: String) async throws {
    try await VenueHarness.run { venue in
      let reader = try await venue.connectToApi(path)
      _ = try await reader.ask("{\"id\":1,\"method\":\"LIST_SUBSCRIPTIONS\"}")
      try await venue.step(Self.day - 1)
      var events: [Node] = []
      reader.connection?.send(text: "{\"id\":2,\"method\":\"LIST_SUBSCRIPTIONS\"}")
      while let event = try await reader.next(), event["id"] == nil { events.append(event) }
      #expect(events.count { $0["data"]?["k"]?["x"]?.bool == true } == (path.contains("1h") ? 24 : 0))
      try await venue.step(1)
      while try await reader.next() != nil {}
      #expect(await reader.connection?.waitForEnd() == .closedByPeer(.goingAway, reason: "24 hours"))
    }
  }

  @Test func `a connection that was opened later lives on`() async throws {
    try await VenueHarness.run { venue in
      let early = try await venue.connect("/ws")
      try await venue.step(60_000)
      let late = try await venue.connect("/ws")
      try await venue.step(Self.day - 30_000)
      while try await early.next() != nil {}
      #expect(await early.connection?.waitForEnd() == .closedByPeer(.goingAway, reason: "24 hours"))
      #expect(try await late.drain() == [])
      late.close()
    }
  }

  @Test func `the 301st connection within five minutes is refused`() async throws {
    try await VenueHarness.run { venue in
      for _ in 0..<300 { try await venue.connectToApi("/ws").close() }
      let refusals = try await venue.get("/sim/limits").json["addresses"]?[0]
      let (highest, path) = (try #require(refusals?["highest_connections"]?.int64), "/stream?streams=btcusdt@trade")
      // Five minutes of the wall may have ended on the way.
      for _ in highest..<300 { try await venue.connectToApi("/ws").close() }
      await #expect {
        try await venue.connectToApi(path)
      } throws: { error in
        "\(error)".contains("429")
      }
      #expect(try await venue.get("/api/v3/ping").status == 200)
    }
  }

  @Test func `connections, requests and weight are counted in windows of their own`() {
    let limits = RequestLimits()
    let wall = Instant(milliseconds: 300_000 * 1000)
    for _ in 0..<300 { #expect(limits.connect("a", at: wall)) }
    #expect(!limits.connect("a", at: wall.advanced(byMilliseconds: 299_999)))
    #expect(limits.connect("b", at: wall))
    #expect(limits.connect("a", at: wall.advanced(byMilliseconds: 300_000)))
    #expect(limits.figures.map(\.highestConnections) == [301, 1])
    for _ in 0..<300_000 { _ = limits.spend(0, of: "c", at: wall) }
    let verdict = limits.spend(0, of: "c", at: wall.advanced(byMilliseconds: 61_000))
    let end = wall.advanced(byMilliseconds: 300_000)
    #expect(verdict == .limited(used: 0, until: end, isByRequests: true))
    #expect(
      verdict.refusal?.refusal.message == "Too many requests; current limit is 300000 requests per 5 MINUTE.")
    #expect(limits.spend(1, of: "c", at: end) == .allowed(used: 1))
  }

  @Test func `only the WebSocket API tells the limit of connections`() async throws {
    try await VenueHarness.run { venue in
      let rest = try await venue.get("/api/v3/exchangeInfo?symbol=BTCUSDT").json
      let api = try await venue.connectToApi("/ws-api/v3")
      let answer = try await api.ask(
        "{\"id\":1,\"method\":\"exchangeInfo\",\"params\":{\"symbol\":\"BTCUSDT\"}}")
      let limit: Node = ["rateLimitType": "CONNECTIONS", "interval": "MINUTE", "intervalNum": 5, "limit": 300]
      #expect(answer["result"]?["rateLimits"]?.array == (rest["rateLimits"]?.array ?? []) + [limit])
      #expect(answer["result"]?["symbols"] == rest["symbols"])
      api.close()
    }
  }
}
