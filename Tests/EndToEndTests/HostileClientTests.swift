// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A hostile client` {
  private static let draft: Node = [
    "name": "good", "strategy": "ema-crossover", "timeframe": "1m", "pairs": ["BTC/USDT"], "stake_amount": "100",
  ]

  private static func changed(_ field: String, to value: Node) -> [UInt8] {
    let members = (draft.object ?? []).filter { $0.key != field }
    return Node.object(members + [Node.Member(key: field, value: value)]).jsonBytes()
  }

  private static func raw(_ field: String, _ value: String) -> [UInt8] {
    let text = Self.changed(field, to: "@@@")
    return Array(String(decoding: text, as: UTF8.self).replacing("\"@@@\"", with: value).utf8)
  }

  private static let badNames: [String] = ["", "A", "-a", "a/b", "ä", "a b", String(repeating: "a", count: 41)]

  /// Fields of a bot, as they stand in its JSON, that are refused with 422.
  private static let badFields: [(field: String, value: String)] = [
    ("name", "null"), ("name", "5"), ("name", "{}"), ("stake_amount", "-1"), ("stake_amount", #""-1""#),
    ("stake_amount", "0"), ("stake_amount", "1e400"), ("stake_amount", #""1e400""#), ("stake_amount", #""NaN""#),
    ("stake_amount", #""Infinity""#), ("stake_amount", String(repeating: "9", count: 40)),
    ("stake_amount", "[1]"), ("stake_amount", "0.0000000000001"), ("max_open_trades", "-1"),
    ("max_open_trades", "0"), ("max_open_trades", "1.5"), ("max_open_trades", "1e400"), ("max_open_trades", #""3""#),
    ("dry_run_wallet", #""-0.01""#), ("stoploss", "0.1"), ("stoploss", "-1e400"), ("minimal_roi", #"{"x": 1}"#),
    ("pairs", "[]"), ("pairs", #"["NOPE/USDT"]"#), ("pairs", #""BTC/USDT""#), ("pairs", "[1]"),
    ("pairs", #"["BTC/USDT", "BTCUSDT"]"#), ("pairs", #"["BTC/USDT", "ETH/BTC"]"#), ("strategy", #""nothing""#),
    ("strategy_parameters", #"{"fasst": 3}"#), ("strategy_parameters", #"{"fast": 26, "slow": 12}"#),
    ("strategy_parameters", #"{"fast": 1e400}"#), ("risk", #"{"max_exposure": "-5"}"#), ("risk", #"{"unknown": 1}"#),
    ("nmae", #""x""#), ("timeframe", #""7m""#), ("mode", #""live""#), ("account", #""nobody""#),
  ]

  /// Whole bodies, and how they are refused.
  private static let badBodies: [(body: [UInt8], status: Int)] = [
    (Array("[]".utf8), 422), (Array("5".utf8), 422), (raw("stake_amount", "NaN"), 400),
    (raw("name", #""\ud800""#), 400), (Array(#"{"name": "a", "name": "b"}"#.utf8), 400), (Array("{".utf8), 400),
    ([0x7b, 0x22, 0xff, 0x22, 0x7d], 400), ([UInt8](repeating: 0x5b, count: 100_000), 400),
    (raw("description", "\"" + String(repeating: "x", count: 3_000_000) + "\""), 413),
  ]

  /// All that is sent as a bot, and how it is refused.
  private static var badDrafts: [(body: [UInt8], status: Int)] {
    var drafts = badBodies
    for name in badNames { drafts.append((changed("name", to: .string(name)), 422)) }
    for (field, value) in badFields { drafts.append((raw(field, value), 422)) }
    return drafts
  }

  private static let badRequests: [(method: String, path: String, status: Int)] = [
    ("PUT", "/api/v1/bots", 405), ("DELETE", "/api/v1/bots", 405), ("GET", "/api/v1/bots/good/start", 405),
    ("TRACE", "/health", 405), ("GET", "/api/v1/bot", 404), ("GET", "/api/v1/bots/nobody", 404),
    ("DELETE", "/api/v1/bots/nobody", 404), ("POST", "/api/v1/bots/nobody/start", 404),
    ("GET", "/api/v1/bots?limit=0", 422), ("GET", "/api/v1/bots?limit=-1", 422),
    ("GET", "/api/v1/bots?limit=1e400", 422),
    ("GET", "/api/v1/bots?limit=" + String(repeating: "9", count: 40), 422), ("GET", "/api/v1/bots?colour=red", 422),
    ("GET", "/api/v1/bots?state=running", 422), ("GET", "/api/v1/bots?state=%ff", 400),
    ("GET", "/api/v1/candles?pair=BTC/USDT&timeframe=1m&from=yesterday", 422),
    ("GET", "/api/v1/candles?pair=BTC/USDT", 422),
    ("GET", "/api/v1/candles?pair=NOPE/USDT&timeframe=1m", 404), ("GET", "/api/v1/events?types=everything", 422),
  ]

  private func server(_ body: (Server) async throws -> Void) async throws {
    let folder = try Folder()
    let venue = try await Venue(["--speed", "30", "--pairs", "BTC/USDT,ETH/BTC,ETH/USDT"], in: folder)
    let server = try await Server(at: venue, in: folder)
    try await Poll.until("the markets are known") { _ in
      try await server.client.get("/api/v1/markets").status == 200
    }
    try await body(server)
    try await expectWell(server)
  }

  /// The server answers, and does what it is there for.
  private func expectWell(_ server: Server) async throws {
    #expect(server.isRunning)
    #expect(try await server.client.get("/ready").status == 200)
    try await server.create(Self.draft)
    try await server.perform("start", on: "good")
    try await server.wait(for: ["good"], toBe: "running")
    try await server.perform("stop", on: "good", ["positions": "close"])
    try await server.wait(for: ["good"], toBe: "idle")
    #expect(!server.output.contains("Fatal error"))
  }

  @Test func `is refused as the contract says, and nothing is half-applied`() async throws {
    try await server { server in
      let client = server.client
      for (body, status) in Self.badDrafts {
        let answer = try await client.send("POST", "/api/v1/bots", body: body)
        #expect(answer.status == status, "\(String(decoding: body.prefix(300), as: UTF8.self)): \(answer.text)")
        #expect(answer.node["type"]?.string?.hasPrefix("urn:botyard:problem:") == true)
      }
      for (method, path, status) in Self.badRequests {
        let answer = try await client.send(method, path)
        #expect(answer.status == status, "\(method) \(path): \(answer.text)")
      }
      let text = try await client.send(
        "POST", "/api/v1/bots", body: Self.draft.jsonBytes(), headers: ["Content-Type": "text/plain"])
      #expect(text.status == 415)
      let stranger = try await APIClient(address: client.address, token: "guessed").post("/api/v1/bots", Self.draft)
      #expect(stranger.status == 401)
      #expect(try await client.all("/api/v1/bots").isEmpty)
      #expect(try await client.events(types: "bot").isEmpty)
      #expect(try await client.all("/api/v1/audit").allSatisfy { $0["outcome"]?.string != "done" })
    }
  }

  @Test func `is one of many that create the same bot at once, and one of them has it`() async throws {
    try await server { server in
      let client = server.client
      for name in ["a", "b", "c"] {
        let body = Self.changed("name", to: .string(name))
        let statuses = try await Self.atOnce(20) { _ in
          try await client.send("POST", "/api/v1/bots", body: body).status
        }
        #expect(statuses.filter { $0 == 201 }.count == 1)
        #expect(statuses.filter { $0 == 409 }.count == 19)
      }
      #expect(try await client.all("/api/v1/bots").map { $0["name"]?.string } == ["a", "b", "c"])
    }
  }

  @Test func `starts and stops a bot twenty times at once, and it ends in one state`() async throws {
    try await server { server in
      let client = server.client
      let body = Self.changed("name", to: "restless")
      #expect(try await client.send("POST", "/api/v1/bots", body: body).status == 201)
      let statuses = try await Self.atOnce(20) { index in
        try await client.post(
          "/api/v1/bots/restless/\(["start", "stop", "pause", "resume"][index % 4])",
          index % 4 == 1 ? ["positions": "keep"] : nil
        ).status
      }
      #expect(statuses.allSatisfy { $0 == 200 || $0 == 409 })
      let bot = try await client.get("/api/v1/bots/restless").node
      let states = try await client.events(types: "bot.state").map { $0.node["state"]?.string }
      #expect(bot["state"]?.string == states.last)
      #expect(bot["generation"]?.int64 == Int64(1 + states.count))
      let phase = ["RUNNING", "PAUSED"].contains(bot["state"]?.string) ? "running" : "idle"
      try await server.wait(for: ["restless"], toBe: phase)
    }
  }

  @Test func `vanishes in the middle of an answer, or never reads it`() async throws {
    try await server { server in
      let client = server.client
      let headers = "Host: x\r\nAuthorization: Bearer \(client.token ?? "")\r\n"
      let body = Self.changed("name", to: "watched")
      #expect(try await client.send("POST", "/api/v1/bots", body: body).status == 201)
      for path in ["/openapi.yaml", "/api/v1/events", "/api/v1/markets", "/metrics"] {
        for count in [0, 1, 100] {
          let socket = try RawSocket(to: client.address)
          socket.write("GET \(path) HTTP/1.1\r\n\(headers)\r\n")
          if count > 0 { _ = socket.read(upTo: count) }
          socket.vanish()
        }
      }
      // A request that stops in the middle of its body changes nothing.
      let half = try RawSocket(to: client.address)
      half.write("PATCH /api/v1/bots/watched HTTP/1.1\r\n\(headers)Content-Type: application/json\r\n")
      half.write("Content-Length: 100\r\n\r\n{\"description\": \"half")
      half.vanish()

      let slow = try RawSocket(to: client.address, receiveBuffer: 4096)
      slow.write("GET /api/v1/events HTTP/1.1\r\n\(headers)Last-Event-ID: 0\r\n\r\n")
      let text = String(repeating: "x", count: 400)
      for number in 1...200 {
        let patch: Node = ["description": .string("\(number) \(text)")]
        #expect(try await client.send("PATCH", "/api/v1/bots/watched", body: patch.jsonBytes()).status == 200)
      }
      let events = try await client.events(types: "bot.updated")
      #expect(events.count == 200, "who reads gets everything")
      #expect(slow.read(upTo: 12) == "HTTP/1.1 200")
    }
  }

  /// Does something many times at once.
  private static func atOnce(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Int) async throws -> [Int]
  {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<count { group.addTask { try await body(index) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}
