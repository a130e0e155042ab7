// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import Testing
import TradingModel
import WebSockets
import YAMLDocuments

@testable import SimServer

/// What a client gets when something goes wrong by a script.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
  static func plan(_ script: String) throws -> FaultPlan {
    try FaultPlan(
      script: try YAMLParser().parse(script), pairs: SeededMarket(seed: 7).instruments.map(\.pair), seed: 1)
  }

  static func run(_ script: String, body: (VenueHarness) async throws -> Void) async throws {
    try await VenueHarness.run(faults: try plan(script), body: body)
  }

  private func figures(_ venue: VenueHarness) async throws -> [[String?]] {
    try await venue.get("/sim/faults").json["faults"]?.array?.map { entry in
      [entry["state"]?.string, entry["hits"]?.int64.map(String.init), entry["next_change"]?.string]
    } ?? []
  }

  @Test func `connections are cut at the script's moment, after all that came before it`() async throws {
    let script = "- drop_connections: true\n  at: 90s\n  every: 10m"
    try await Self.run(script) { venue in
      let (reader, other) = (try await venue.connect("/ws/btcusdt@trade"), try await venue.connect("/stream"))
      #expect(try await figures(venue) == [["planned", "0", "2026-03-04T05:08:00.000Z"]])
      try await venue.step(300_000)
      var trades: [Int64?] = []
      while let event = try await reader.next() { trades.append(event["T"]?.int64) }
      let end = VenueHarness.start.advanced(byMilliseconds: 90_000)
      let expected = SeededMarket(seed: 7).trades(
        of: SeededMarket(seed: 7).instruments[0].pair, in: VenueHarness.start.advanced(byMilliseconds: 1)..<end)
      #expect(trades == expected.map(\.time.milliseconds))
      for reader in [reader, other] {
        guard case .lost = await reader.connection?.waitForEnd() else {
          Issue.record("the connection did not end without a closing handshake")
          continue
        }
      }
      #expect(try await figures(venue) == [["planned", "2", "2026-03-04T05:18:00.000Z"]])
      #expect(try await venue.get("/sim/faults").json["totals"] == ["drop_connections": 2])
      let again = try await venue.connect("/ws/btcusdt@trade")
      try await venue.step(600_000)
      #expect(await again.connection?.waitForEnd() != nil)
      #expect(try await figures(venue) == [["planned", "3", "2026-03-04T05:28:00.000Z"]])
    }
  }

  @Test func `a shutdown is told at the script's moment, once`() async throws {
    try await Self.run("- server_shutdown: true\n  at: 30s") { venue in
      let reader = try await venue.connect("/ws/btcusdt@kline_1m")
      try await venue.step(60_000)
      let moment = VenueHarness.start.advanced(byMilliseconds: 30_000)
      let events = try await reader.drain()
      #expect(
        events.filter { $0["e"]?.string == "serverShutdown" }
          == [["e": "serverShutdown", "E": .number(moment.milliseconds)]])
      let index = try #require(events.firstIndex { $0["e"]?.string == "serverShutdown" })
      #expect(events[..<index].allSatisfy { $0["E"]?.int64 ?? .max < moment.milliseconds })
      #expect(events[(index + 1)...].allSatisfy { $0["E"]?.int64 ?? 0 >= moment.milliseconds })
      #expect(try await figures(venue) == [["over", "1", nil]])
      reader.close()
    }
  }

  @Test func `requests are refused as the venue does it, for the script's time`() async throws {
    let script = """
      - fail_requests: {status: 429, retry_after: 7s, paths: [ping]}
        at: 1m
        for: 1m
      - fail_requests: {status: 418, paths: "ti*", count: 2}
        at: 1m
      """
    try await Self.run(script) { venue in
      #expect(try await venue.get("/api/v3/ping").status == 200)
      try await venue.step(60_000)
      let limited = try await venue.get("/api/v3/ping")
      #expect(limited.status == 429)
      #expect(limited.headers["retry-after"] == "7")
      #expect(try limited.json["code"]?.int64 == -1003)
      var answers: [VenueHarness.Answer] = []
      for _ in 0..<3 { answers.append(try await venue.get("/api/v3/time")) }
      #expect(answers.map(\.status) == [418, 418, 200])
      #expect(answers[0].headers["retry-after"] == "120")
      #expect(
        try answers[0].json["msg"]?.string?.hasPrefix("Way too much request weight used; IP banned until") == true)
      try await venue.step(59_999)
      #expect(try await venue.get("/api/v3/ping").status == 429)
      try await venue.step(1)
      #expect(try await venue.get("/api/v3/ping").status == 200)
      #expect(try await figures(venue) == [["over", "2", nil], ["over", "2", nil]])
      #expect(try await venue.get("/sim/faults").json["totals"] == ["fail_requests": 4])
    }
  }

  @Test func `the WebSocket API fails like REST`() async throws {
    let script = """
      - fail_requests: {status: 429, retry_after: 7s, count: 1}
      - fail_requests: {status: 502, count: 1}
      - slow_requests: {by: 1ms, paths: time}
      """
    try await Self.run(script) { venue in
      let api = try await venue.connectToApi("/ws-api/v3")
      let limited = try await api.ask("{\"id\":1,\"method\":\"ping\"}")
      #expect(limited["status"]?.int64 == 429)
      #expect(limited["error"]?["code"]?.int64 == -1003)
      let data = limited["error"]?["data"]
      #expect(try #require(data?["retryAfter"]?.int64) - (try #require(data?["serverTime"]?.int64)) == 7000)
      let failed = try await api.ask("{\"id\":2,\"method\":\"ping\"}")
      #expect(failed["status"]?.int64 == 502)
      #expect(failed["error"]?["code"]?.int64 == -1000)
      let slow = try await api.ask("{\"id\":3,\"method\":\"time\"}")
      #expect(slow["result"]?["serverTime"]?.int64 == VenueHarness.start.milliseconds)
      #expect(try await venue.get("/api/v3/time").status == 200)
      #expect(try await venue.get("/sim/faults").json["totals"] == ["fail_requests": 2, "slow_requests": 2])
      api.close()
    }
  }

  @Test func `faults are planned and cleared on demand`() async throws {
    try await VenueHarness.run { venue in
      let planned = try await venue.post("/sim/faults", "{\"server_shutdown\": true, \"at\": \"10s\"}")
      #expect(
        try planned.json == [
          "id": 1, "fault": ["server_shutdown": true, "at": "10s"], "state": "planned", "hits": 0,
          "next_change": "2026-03-04T05:06:40.000Z",
        ])
      let failing = try await venue.post("/sim/faults", "{\"fail_requests\": {\"status\": 500}, \"for\": \"5s\"}")
      #expect(try failing.json["state"]?.string == "active")
      #expect(try await venue.get("/api/v3/ping").status == 500)
      #expect(try await venue.post("/sim/faults", "{\"clear\": true}").json == ["cleared": 2])
      #expect(try await venue.get("/api/v3/ping").status == 200)
      #expect(
        try await venue.get("/sim/faults").json == ["faults": [], "totals": ["fail_requests": 1]])
      let wrong = try await venue.post("/sim/faults", "{\"fail_requests\": {\"status\": 200}}")
      #expect(wrong.status == 422)
      #expect(
        try wrong.json["error"]?.string
          == "fail_requests.status: 200 is not taken; give 429, 418, or a number from 500 to 599")
    }
  }

  @Test func `a venue that starts later doesn't catch up on what happened at moments`() async throws {
    let start = VenueHarness.start.advanced(byMilliseconds: -90_001)
    let script =
      "- server_shutdown: true\n  at: 90s\n- server_shutdown: true\n  at: 2m\n- slow_requests: true\n  for: 1m"
    let book = FaultBook(try Self.plan(script), start: start, now: VenueHarness.start)
    let turn = book.turn(at: VenueHarness.start.advanced(byMilliseconds: 1))
    #expect(turn.moments.isEmpty)
    #expect(turn.nextEdge == start.advanced(byMilliseconds: 120_000))
    #expect(book.turn(at: start.advanced(byMilliseconds: 120_000)).moments.map(\.id) == [2])
    #expect(book.active(at: start).map(\.id) == [3])
    #expect(book.active(at: VenueHarness.start).isEmpty)
  }
}
