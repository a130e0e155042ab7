// SPDX-License-Identifier: Apache-2.0
import ControlClient
import Documents
import Testing

@Suite struct `Exit codes tell failures apart` {
  private func run(
    _ arguments: [String], _ answer: @escaping @Sendable (FakeBotd.Received) -> FakeBotd.Answer
  ) async throws -> BotctlRun {
    var result: BotctlRun?
    try await FakeBotd.run(answer) { _, server in result = await BotctlRun.run(arguments, server: server) }
    return try #require(result)
  }

  @Test(arguments: [
    (400, ExitCode.failure), (401, .notAuthorised), (403, .notAuthorised), (404, .notFound), (409, .conflict),
    (413, .failure), (422, .failure), (429, .failure), (500, .failure), (503, .failure),
  ])
  func `a problem of the server by its status`(status: Int, code: ControlClient.ExitCode) async throws {
    let run = try await run(["show", "a"]) { _ in .problem(status, "Title", "what happened") }
    #expect(run.code == code)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("Error: Title: what happened\n"))
  }

  @Test func `each field at fault is named`() async throws {
    let errors: Node = ["errors": [["field": "pairs[0]", "value": "X", "message": "no such pair"]]]
    let run = try await run(["create", "a", "--strategy", "s", "--pairs", "X"]) { _ in
      .problem(422, "Something is wrong", "no such pair", errors)
    }
    #expect(run.errors == "Error: Something is wrong\n  pairs[0] (X): no such pair\n")
  }

  @Test func `a bot that holds something says which option settles it`() async throws {
    let run = try await run(["stop", "a"]) { _ in .problem(409, "Conflict", "it holds", ["field": "positions"]) }
    #expect(run.code == .conflict)
    #expect(run.errors.contains("--close-positions or --keep-positions"))
  }

  @Test func `errors are JSON where data would be`() async throws {
    let run = try await run(["show", "a", "-o", "json"]) { _ in .problem(404, "Not found", "no bot") }
    let document = try JSONParser().parse(run.errors)
    #expect(document["title"] == "Not found")
    #expect(document["status"] == 404)
    #expect(document["exit_code"] == 6)
    let usage = await BotctlRun.run(["shwo", "-o", "json"], server: "http://127.0.0.1:1")
    let refusal = try JSONParser().parse(usage.errors)
    #expect(refusal["exit_code"] == 64)
  }

  @Test func `nobody listens`() async {
    let run = await BotctlRun.run(["list"], server: "http://127.0.0.1:1")
    #expect(run.code == .unreachable)
    #expect(run.errors.contains("connection refused"))
    #expect(run.errors.contains("botd serve"))
    #expect(run.errors.contains("--server"))
  }

  @Test func `something else listens`() async throws {
    let run = try await run(["list"]) { _ in .init(status: 200, body: "<html>", type: "text/html") }
    #expect(run.code == .failure)
    #expect(run.errors.contains("is not a botd"))
  }

  @Test(arguments: [
    ["bost"], ["backtest", "run"], ["kill", "on"], ["plan"], ["token"], ["candles", "download"],
    ["strategies", "check"],
    ["list", "--nonsense"], ["list", "-o", "xml"], ["show"], ["show", "a", "b"], ["start"], ["start", "a", "--all"],
    ["stop", "a", "--keep-positions", "--close-positions"], ["exit", "a"], ["exit", "a", "X/Y", "--all"],
    ["edit", "a"],
    ["edit", "a", "nonsense"], ["create"], ["create", "a", "--strategy", "s"], ["list", "--timeout", "-1"],
    ["list", "--server", "nonsense"], ["trades", "a", "--limit", "-1"], ["trades", "a", "--open", "--closed"],
    ["create", "a", "--strategy", "s", "--pairs", "X", "--param", "fast"], ["completion", "tcsh"], [],
  ])
  func `a wrong command line`(arguments: [String]) async {
    let run = await BotctlRun.run(arguments, server: "http://127.0.0.1:1")
    #expect(run.code == .usage, "\(run.errors)")
    #expect(run.output == "")
    #expect(!run.errors.isEmpty)
  }

  @Test func `a command that isn't there is compared with those that are`() async {
    let run = await BotctlRun.run(["--timeout", "5", "strat"], server: "http://127.0.0.1:1")
    #expect(run.errors.contains("did you mean 'start'?"))
    let deep = await BotctlRun.run(["strategies", "lsit"], server: "http://127.0.0.1:1")
    #expect(deep.errors.contains("'botctl strategies lsit'; did you mean 'list'?"))
  }

  @Test func `a file that can't be read, or isn't a bot file`() async {
    let missing = await BotctlRun.run(["create", "-f", "x.yaml"], server: "http://127.0.0.1:1")
    #expect(missing.code == .failure)
    #expect(missing.errors == "Error: x.yaml: No such file or directory\n")
    let files = ["x.yaml": "name: a\nname: b\n"]
    let wrong = await BotctlRun.run(["create", "-f", "x.yaml"], server: "http://127.0.0.1:1", files: files)
    #expect(wrong.errors.hasPrefix("Error: x.yaml: line "))
  }

  @Test(arguments: [["--help"], ["help", "stop"], ["list", "--help"], ["--version"], ["completion", "bash"]])
  func `help is no failure and needs no server`(arguments: [String]) async {
    let run = await BotctlRun.run(arguments, server: "http://127.0.0.1:1")
    #expect(run.code == .success, "\(run.errors)")
  }
}

@Suite struct `Bulk calls` {
  private static func answer(_ request: FakeBotd.Received) -> FakeBotd.Answer {
    switch request.line {
    case "GET /api/v1/bots": .list([bot("a"), bot("b", state: "PAUSED"), bot("c", state: "STOPPED"), bot("d")])
    case let line where line.contains("/bots/a/"): .ok(bot("a", state: "PAUSED"))
    case let line where line.contains("/bots/d/"): .ok(bot("d", state: "PAUSED"))
    case let line where line.contains("/bots/nope/"): .problem(404, "Not found", "no bot 'nope'")
    default: .problem(409, "Conflict", "it can't")
    }
  }

  private func run(_ arguments: [String]) async throws -> (run: BotctlRun, lines: [String]) {
    var result: (run: BotctlRun, lines: [String])?
    try await FakeBotd.run(Self.answer) { fake, server in
      result = (await BotctlRun.run(arguments, server: server), fake.lines)
    }
    return try #require(result)
  }

  @Test func `all names are tried, each has its line, and what was done is data`() async throws {
    let (run, lines) = try await run(["pause", "a", "nope", "b", "d", "-o", "name"])
    #expect(lines == ["a", "nope", "b", "d"].map { "POST /api/v1/bots/\($0)/pause" })
    #expect(run.code == .partialFailure)
    #expect(run.output == "a\nd\n")
    let expected = [
      "a: paused", "nope: failed: Not found: no bot 'nope'", "b: failed: Conflict: it can't", "d: paused",
    ]
    #expect(run.errors.split(separator: "\n").prefix(4).map(String.init) == expected)
    #expect(run.errors.contains("2 of 4 failed"))
  }

  @Test func `all is all that it can be done to`() async throws {
    let (run, lines) = try await run(["pause", "--all"])
    #expect(run.code == .success)
    #expect(lines == ["GET /api/v1/bots", "POST /api/v1/bots/a/pause", "POST /api/v1/bots/d/pause"])
  }

  @Test func `when all fail alike, their code is the code`() async throws {
    let alike = try await run(["start", "b", "c"])
    #expect(alike.run.code == .conflict)
    let different = try await run(["start", "b", "nope"])
    #expect(different.run.code == .partialFailure)
  }

  @Test func `one name is no bulk call`() async throws {
    let (run, _) = try await run(["start", "nope"])
    #expect(run.code == .notFound)
    #expect(run.errors == "Error: Not found: no bot 'nope'\n")
  }
}
