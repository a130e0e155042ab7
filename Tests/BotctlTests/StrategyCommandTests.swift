// SPDX-License-Identifier: Apache-2.0
import ControlClient
import Documents
import Testing

@Suite struct `Strategy files and reasons` {
  private func run(
    _ arguments: [String], _ answer: Node, files: [String: String] = [:]
  ) async throws -> (run: BotctlRun, received: [FakeBotd.Received]) {
    var result: (run: BotctlRun, received: [FakeBotd.Received])?
    try await FakeBotd.run(answering: .ok(answer)) { fake, server in
      result = (await BotctlRun.run(arguments, server: server, files: files), fake.received)
    }
    return try #require(result)
  }

  @Test func `a file in order is said to be, and ends with 0`() async throws {
    let answer: Node = [
      "valid": true, "strategy": ["name": "dip", "parameters": [[:]], "trade_rules": ["custom_exit"]],
      "warm_up": 15, "errors": [],
    ]
    let (run, received) = try await run(["strategies", "check", "dip.yaml"], answer, files: ["dip.yaml": "name: dip"])
    #expect(run.code == .success, "\(run.errors)")
    #expect(received.map(\.line) == ["POST /api/v1/strategies/check"])
    #expect(received.first?.body == #"{"text":"name: dip"}"#)
    #expect(
      run.output == """
        dip.yaml: strategy dip is in order: 1 parameters, answers after 15 candles
        dip.yaml: of trades it says custom_exit

        """)
  }

  @Test func `each fault has its place, and the end is 1`() async throws {
    let answer: Node = [
      "valid": false, "strategy": nil, "warm_up": nil,
      "errors": [
        ["line": 6, "column": 11, "field": "enter[0].when", "message": "there is no 'emma' here"],
        ["line": nil, "column": nil, "field": "", "message": "it is empty"],
      ],
    ]
    let (run, _) = try await run(["strategies", "check", "dip.yaml"], answer, files: ["dip.yaml": "x"])
    #expect(run.code == .failure)
    #expect(
      run.output == "dip.yaml:6:11: enter[0].when: there is no 'emma' here\ndip.yaml: it is empty\n")
  }

  @Test func `loading anew says what became of each strategy and its bots`() async throws {
    let answer: Node = [
      "strategies": [
        ["name": "dip", "change": "changed", "bots": [["name": "a", "state": "RUNNING", "note": "it goes on"]]],
        ["name": "rip", "change": "unchanged", "bots": [["name": "b", "state": "PAUSED", "note": "nothing changes"]]],
      ]
    ]
    let (run, received) = try await run(["strategies", "reload"], answer)
    #expect(run.code == .success, "\(run.errors)")
    #expect(received.map(\.line) == ["POST /api/v1/strategies/reload"])
    #expect(run.output == "dip: changed\n  a (RUNNING): it goes on\nrip: unchanged\n")
    #expect(try await self.run(["strategies", "reload"], ["strategies": []]).run.output.contains("no strategy files"))
  }

  @Test func `a pair's newest candle is taken apart`() async throws {
    let decision: Node = [
      "id": 7, "pair": "BTC/USDT", "time": "2026-11-21T12:05:00.000Z", "candle": "2026-11-21T12:00:00.000Z",
      "side": nil, "cause": "candle", "outcome": "idle", "rule": "no_signal", "detail": "1 of 2 say enter",
      "confluence": ["mode": "ALL", "side": nil, "score": 0.5, "threshold": nil, "summary": "1 of 2 say enter"],
      "votes": [
        ["strategy": "macd", "side": "enter", "strength": 1, "weight": 1, "reason": "above", "failed": false]
      ], "values": ["EMA(12)": 3.5],
    ]
    let (run, _) = try await run(
      ["explain", "a", "BTC/USDT"], ["items": [decision], "next_cursor": nil, "state": "RUNNING"])
    #expect(run.code == .success, "\(run.errors)")
    for part in [
      "BTC/USDT  candle 12:00:00", "did nothing: no_signal", "confluence ALL: neither, score 0.5; 1 of 2 say enter",
      "macd", "values: EMA(12) 3.5",
    ] { #expect(run.output.contains(part), "\(part) is missing in \(run.output)") }
  }
}
