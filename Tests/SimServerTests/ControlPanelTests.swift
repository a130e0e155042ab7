// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import SimServer
import Testing
import TradingModel
import WebSockets

@Suite(.timeLimit(.minutes(5))) struct ControlPanelTests {
  @Test func `time is told, stepped, put and let go`() async throws {
    try await VenueHarness.run { venue in
      func time() async throws -> SimTime {
        try SimTime(Array(try await venue.get("/sim/time").text.utf8).span.bytes)
      }
      #expect(try await time() == SimTime(now: VenueHarness.start, speed: 1, isPaused: true))
      try await venue.step(1500)
      #expect(try await time().now == VenueHarness.start.advanced(byMilliseconds: 1500))
      try await venue.post("/sim/time", "{\"advance_to\": \"2026-03-04T06:00:00Z\"}")
      #expect(try await time().now == Instant("2026-03-04T06:00:00Z"))
      try await venue.post("/sim/time", "{\"speed\": 2.5, \"paused\": false}")
      let running = try await time()
      #expect(running.speed == Fixed("2.5"))
      #expect(!running.isPaused)
      try await venue.post("/sim/time", "{\"paused\": true, \"speed\": \"60\"}")
      #expect(try await time().isPaused)
      #expect(try await time().now >= running.now)
    }
  }

  @Test(arguments: [
    ("", 400, "line 1"), ("{\"paused\": tru}", 400, "line 1"), ("[]", 422, "the body is a JSON object"),
    ("{}", 422, "give one of paused"), ("{\"pause\": true}", 422, "unknown key \"pause\""),
    ("{\"paused\": 1}", 422, "paused is true or false"), ("{\"speed\": 0}", 422, "speed is a decimal above 0"),
    ("{\"speed\": 1e9}", 422, "speed is a decimal above 0"), ("{\"step\": -1}", 422, "step is a whole number"),
    ("{\"step\": 1.5}", 422, "step is a whole number"), ("{\"step\": 1, \"advance_to\": 2}", 422, "exclude each other"),
    ("{\"advance_to\": 0}", 422, "time does not go back"), ("{\"advance_to\": \"soon\"}", 422, "RFC 3339"),
    ("{\"paused\": false, \"step\": 1}", 409, "stepped while it is paused"),
  ])
  func `refuses what can't be done with time, and says why`(body: String, status: Int, part: String) async throws {
    try await VenueHarness.run { venue in
      let answer = try await venue.post("/sim/time", body)
      #expect(answer.status == status)
      #expect(try answer.json["error"]?.string?.contains(part) == true, "\(answer.text)")
      let time = try await venue.get("/sim/time").json
      #expect(time["now"]?.int64 == VenueHarness.start.milliseconds)
      #expect(time["paused"]?.bool == true)
    }
  }

  @Test func `every connection is told on demand that the server goes down, and stays open`() async throws {
    try await VenueHarness.run { venue in
      let (raw, combined) = (try await venue.connect("/ws"), try await venue.connect("/stream"))
      let api = try await venue.connectToApi("/ws-api/v3")
      _ = try await api.ask("{\"id\":1,\"method\":\"ping\"}")
      let answer = try await venue.post("/sim/faults", "{\"server_shutdown\": true}")
      #expect(try answer.json == ["told_connections": 3])
      let event: Node = ["e": "serverShutdown", "E": .number(VenueHarness.start.milliseconds)]
      #expect(try await raw.next() == event)
      #expect(try await combined.next() == ["stream": "!serverShutdown", "data": event])
      #expect(try await api.next() == ["event": event])
      #expect(try await api.ask("{\"id\":2,\"method\":\"ping\"}")["status"]?.int64 == 200)
      for reader in [raw, combined, api] { reader.close() }
    }
  }

  @Test func `the next requests fail on demand, and those after them don't`() async throws {
    try await VenueHarness.run { venue in
      _ = try await venue.post("/sim/faults", "{\"fail_requests\": {\"status\": 503, \"count\": 2}}")
      var statuses: [Int] = []
      for _ in 0..<3 { statuses.append(try await venue.get("/api/v3/ping").status) }
      #expect(statuses == [503, 503, 200])
      let refused = try await venue.post("/sim/faults", "{\"fail_requests\": {\"status\": 200, \"count\": 2}}")
      #expect(refused.status == 422)
    }
  }

  @Test func `all stream connections are dropped on demand`() async throws {
    try await VenueHarness.run { venue in
      let readers = [try await venue.connect("/ws"), try await venue.connect("/stream")]
      let answer = try await venue.post("/sim/faults", "{\"drop_connections\": true}")
      #expect(try answer.json == ["dropped_connections": 2])
      for reader in readers {
        #expect(try await reader.next() == nil)
        guard case .lost = await reader.connection?.waitForEnd() else {
          Issue.record("the connection did not end without a closing handshake")
          continue
        }
      }
      let again = try await venue.connect("/ws")
      again.close()
      #expect(try await venue.post("/sim/faults", "{\"drop\": true}").status == 422)
      #expect(try await venue.get("/sim/faults", method: "PUT").status == 405)
      #expect(try await venue.get("/sim/nothing").status == 404)
    }
  }
}
