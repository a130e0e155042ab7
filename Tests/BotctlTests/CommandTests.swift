// SPDX-License-Identifier: Apache-2.0
import ControlClient
import Documents
import HTTPTypes
import Testing

/// A bot as the contract has it, as far as tests look.
func bot(_ name: String, state: String = "RUNNING", phase: String = "running") -> Node {
  [
    "name": .string(name), "state": .string(state), "phase": .string(phase), "mode": "dry_run", "strategy": "s",
    "timeframe": "5m", "pairs": ["BTC/USDT"], "stake_currency": "USDT", "open_trades": 1, "equity": "1000",
    "realized_profit": "2.5", "drawdown": 0.1, "conditions": [],
  ]
}

@Suite struct `Commands become requests` {
  /// Runs a command against a server that answers everything with one answer, and gives what it was asked.
  private func requests(
    _ arguments: [String], _ answer: FakeBotd.Answer = .list([]), files: [String: String] = [:],
    confirming: String? = nil
  ) async throws -> (run: BotctlRun, received: [FakeBotd.Received]) {
    var result: (run: BotctlRun, received: [FakeBotd.Received])?
    try await FakeBotd.run(answering: answer) { fake, server in
      let run = await BotctlRun.run(arguments, server: server, answer: confirming, files: files)
      result = (run, fake.received)
    }
    return try #require(result)
  }

  private static let lists: [([String], String)] = [
    (["list", "--state", "running", "--mode", "dry-run"], "/api/v1/bots?state=RUNNING&mode=dry_run&limit=500"),
    (["-o", "json", "ls"], "/api/v1/bots?limit=500"),
    (["trades", "a", "--open"], "/api/v1/bots/a/trades?status=open&limit=50"),
    (
      ["trades", "a", "--closed", "--pair", "BTC/USDT", "--limit", "7"],
      "/api/v1/bots/a/trades?pair=BTC%2FUSDT&status=closed&limit=7"
    ),
    (
      ["orders", "a", "--status", "filled", "--from", "2026-01-01T00:00:00Z", "--limit", "0"],
      "/api/v1/bots/a/orders?from=2026-01-01T00%3A00%3A00Z&status=filled&limit=500"
    ),
    (["signals", "a"], "/api/v1/bots/a/signals?limit=50"), (["logs", "a"], "/api/v1/bots/a/logs?limit=50"),
    (["explain", "a", "ETH/USDT", "-o", "json"], "/api/v1/bots/a/decisions?pair=ETH%2FUSDT&limit=50"),
    (["strategies", "list"], "/api/v1/strategies?limit=500"), (["audit"], "/api/v1/audit?limit=50"),
    (["markets"], "/api/v1/markets?limit=50"),
    (["candles", "show", "BTC/USDT", "--timeframe", "1h"], "/api/v1/candles?pair=BTC%2FUSDT&timeframe=1h&limit=50"),
  ]

  @Test(arguments: lists)
  func `lists are asked for with their filters`(arguments: [String], target: String) async throws {
    let (run, received) = try await requests(arguments)
    #expect(run.code == .success, "\(run.errors)")
    #expect(received.map(\.target) == [target])
    #expect(received.first?.headers[.authorization] == "Bearer secret")
  }

  private static let writes: [([String], String, String)] = [
    (["start", "a"], "POST /api/v1/bots/a/start", #"{"unless_live":true}"#),
    (["pause", "a"], "POST /api/v1/bots/a/pause", ""),
    (["resume", "a"], "POST /api/v1/bots/a/resume", ""), (["stop", "a"], "POST /api/v1/bots/a/stop", ""),
    (["stop", "a", "--keep-positions"], "POST /api/v1/bots/a/stop", #"{"positions":"keep"}"#),
    (["stop", "a", "--close-positions", "--yes"], "POST /api/v1/bots/a/stop", #"{"positions":"close"}"#),
    (
      ["edit", "a", "stake_amount=5", "risk.max_exposure="], "PATCH /api/v1/bots/a",
      #"{"stake_amount":"5","risk":{"max_exposure":null}}"#
    ),
    (["delete", "a", "-y"], "DELETE /api/v1/bots/a", ""),
    (
      ["enter", "a", "BTC/USDT", "--stake-amount", "5", "--limit-price", "9"], "POST /api/v1/bots/a/enter",
      #"{"pair":"BTC/USDT","stake_amount":"5","limit_price":"9"}"#
    ),
    (["exit", "a", "BTC/USDT"], "POST /api/v1/bots/a/exit", #"{"pair":"BTC/USDT"}"#),
    (
      ["exit", "a", "--trade", "17", "--limit-price", "9"], "POST /api/v1/bots/a/exit",
      #"{"trade_id":17,"limit_price":"9"}"#
    ),
    (
      ["create", "a", "--strategy", "s", "--pairs", "A/B", "--param", "fast=9"], "POST /api/v1/bots",
      #"{"name":"a","strategy":"s","pairs":["A/B"],"strategy_parameters":{"fast":9}}"#
    ),
    (
      ["create", "-f", "bot.yaml", "--mode", "live-spot"], "POST /api/v1/bots",
      #"{"name":"f","strategy":"s","pairs":["A/B"],"mode":"live_spot"}"#
    ),
  ]

  @Test(arguments: writes)
  func `writes carry their body and a key`(arguments: [String], line: String, body: String) async throws {
    let files = ["bot.yaml": "name: f\nstrategy: s\npairs: [A/B]\n"]
    let (run, received) = try await requests(arguments, .ok(bot("a")), files: files)
    #expect(run.code == .success, "\(run.errors)")
    #expect(received.map(\.line) == [line])
    #expect(received.first?.body == body)
    #expect(received.first?.headers[HTTPField.Name("Idempotency-Key")!] == "key-1")
    let type = received.first?.headers[.contentType]
    #expect(
      type == (body.isEmpty ? nil : line.hasPrefix("PATCH") ? "application/merge-patch+json" : "application/json"))
  }

  @Test func `the feed's health is asked for with its limit, and printed with a table of streams`() async throws {
    let feed: Node = [
      "venue": "sim", "faults": ["gaps": 2],
      "streams": [["pair": "BTC/USDT", "stream": "candles 5m", "quality": 0.5, "messages": 9, "faulty": 1]],
    ]
    let (run, received) = try await requests(["feed", "--limit", "7"], .ok(feed))
    #expect(run.code == .success, "\(run.errors)")
    #expect(received.map(\.target) == ["/api/v1/markets/feed?limit=7"])
    #expect(run.output.contains("candles 5m"))
  }

  @Test func `a market is asked for with its pair and timeframe, and printed as words and rows`() async throws {
    let analysis: Node = [
      "pair": "BTC/USDT", "summary": "BTC/USDT 1h ranges.", "rsi": ["value": 55.512345678901, "word": "neutral"],
    ]
    let (run, received) = try await requests(["market", "BTC/USDT", "--timeframe", "1h"], .ok(analysis))
    #expect(run.code == .success, "\(run.errors)")
    #expect(received.map(\.target) == ["/api/v1/analysis?pair=BTC%2FUSDT&timeframe=1h"])
    #expect(run.output.hasPrefix("BTC/USDT 1h ranges.\n\nFIGURE "))
    #expect(run.output.contains("RSI 14"))
    #expect(run.output.contains("55.51  neutral\n"))
    let (json, usual) = try await requests(["market", "BTC/USDT", "-o", "json"], .ok(analysis))
    #expect(usual.map(\.target) == ["/api/v1/analysis?pair=BTC%2FUSDT&timeframe=5m"])
    #expect(try JSONParser().parse(json.output) == analysis)
    let (names, _) = try await requests(["market", "BTC/USDT", "-o", "name"], .ok(analysis))
    #expect(names.output == "BTC/USDT\n")
  }

  @Test func `a list is followed to its end`() async throws {
    let pages: @Sendable (FakeBotd.Received) -> FakeBotd.Answer = { request in
      request.target.contains("cursor=b") ? .list([bot("c")]) : .list([bot("a"), bot("b")], next: "b")
    }
    try await FakeBotd.run(pages) { fake, server in
      let run = await BotctlRun.run(["list", "-o", "name"], server: server)
      #expect(run.output == "a\nb\nc\n")
      #expect(fake.received.map(\.target) == ["/api/v1/bots?limit=500", "/api/v1/bots?limit=500&cursor=b"])
    }
  }

  @Test func `a limit ends it`() async throws {
    try await FakeBotd.run(answering: .list([bot("a"), bot("b")], next: "b")) { _, server in
      let run = await BotctlRun.run(["list", "--limit", "2", "-o", "json"], server: server)
      let list = try JSONParser().parse(run.output)
      #expect(list["next_cursor"] == "b")
    }
  }

  @Test func `what can't be undone isn't sent without a confirmation`() async throws {
    for arguments in [
      ["delete", "a"], ["delete", "a", "b"], ["stop", "a", "--close-positions"], ["exit", "a", "--all"],
    ] {
      let (run, received) = try await requests(arguments)
      #expect(run.code == .confirmationMissing)
      #expect(run.errors.contains("--yes"))
      #expect(received.isEmpty)
      let (declined, stillNothing) = try await requests(arguments, confirming: "no")
      #expect(declined.code == .confirmationMissing)
      #expect(stillNothing.isEmpty)
    }
    let (run, received) = try await requests(["delete", "a"], .ok(.null), confirming: "y")
    #expect(run.code == .success)
    #expect(received.map(\.line) == ["DELETE /api/v1/bots/a"])
  }

  @Test func `events that are there are printed, and that is all`() async throws {
    let text = "id: 1\nevent: log\ndata: {\"bot\":\"a\",\"level\":\"info\",\"message\":\"m\"}\n\n"
    let (run, received) = try await requests(
      ["events", "--types", "log", "--since", "0", "-o", "jsonl"], .events(text))
    #expect(run.code == .success)
    #expect(run.output == #"{"id":"1","event":"log","data":{"bot":"a","level":"info","message":"m"}}"# + "\n")
    #expect(received.map(\.target) == ["/api/v1/events?types=log&follow=false"])
    #expect(received.first?.headers[HTTPField.Name("Last-Event-ID")!] == "0")
  }

  @Test func `a log is printed oldest first`() async throws {
    let lines: [Node] = [["id": 2, "level": "info", "message": "b"], ["id": 1, "level": "info", "message": "a"]]
    let (run, _) = try await requests(["logs", "a"], .list(lines))
    #expect(run.output == "  info     a\n  info     b\n")
  }

  @Test func `a live view without a terminal is one plain snapshot`() async throws {
    let answers: @Sendable (FakeBotd.Received) -> FakeBotd.Answer = { request in
      request.target == "/api/v1/bots/a" ? .ok(bot("a")) : .list([])
    }
    try await FakeBotd.run(answers) { _, server in
      let run = await BotctlRun.run(["live", "a"], server: server)
      #expect(run.code == .success)
      #expect(run.output.hasPrefix("a  RUNNING · running  dry-run  s 5m"))
      #expect(run.output.contains("\nequity 1000.00"))
      #expect(run.output.contains("No open trade, no open order."))
      #expect(!run.output.contains("\u{1B}"))
    }
  }
}
