// SPDX-License-Identifier: Apache-2.0
import Documents
import Foundation
import Testing

/// Drives the API from its own document: https://schemathesis.readthedocs.io.
@Suite(.timeLimit(.minutes(isLong ? 60 : 10))) struct `The API's document` {
  private static let tools = ProcessInfo.processInfo.environment["BOTYARD_TEST_TOOLS"] ?? ""
  private static let program = tools + "/schemathesis"

  static var mayRun: Bool {
    FileManager.default.isExecutableFile(atPath: program) || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  @Test(.enabled(if: mayRun, "schemathesis is not installed: scripts/test installs it"))
  func `describes every answer of a server whose bots trade`() async throws {
    let folder = try Folder()
    let venue = try await Venue(["--seed", "3", "--speed", "30", "--pairs", "BTC/USDT,ETH/USDT"], in: folder)
    let server = try await Server(at: venue, in: folder)
    for name in ["first", "second", "third"] {
      try await server.create([
        "name": .string(name), "strategy": "ema-crossover", "strategy_parameters": ["fast": 2, "slow": 4],
        "timeframe": "1m", "pairs": ["BTC/USDT", "ETH/USDT"], "stake_amount": "100",
      ])
      try await server.perform("start", on: name)
    }
    let run = try Program(
      Self.program,
      [
        "--config-file", repository.appending(path: "scripts/schemathesis.toml").path, "run",
        "\(server.client.address)/openapi.yaml",
        "--header", "Authorization: Bearer \(server.client.token ?? "")", "--checks", "all", "--seed", "2026",
        "--max-examples", isLong ? "150" : "5", "--generation-database", "none", "--no-color",
      ], in: folder)
    let outcome = try await run.waitForEnd(within: .seconds(isLong ? 3000 : 500))
    #expect(outcome.status == 0, "\(outcome.output.suffix(20_000))")
    let cases = try #require(
      outcome.output.firstMatch(of: /(\d+) generated/).flatMap { Int($0.1) }, "\(outcome.output)")
    print("schemathesis: \(cases) cases")
    #expect(cases >= (isLong ? 5000 : 500))
    #expect(server.isRunning)
    #expect(try await server.client.get("/ready").status == 200)
  }
}
