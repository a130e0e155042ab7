// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing
import TradingModel

@Suite(.timeLimit(.minutes(isLong ? 20 : 8))) struct `A fleet that starts at once` {
  private static let timeframes = ["1m", "5m", "15m", "30m"]
  private static let count = isLong ? 1000 : 200

  /// A bot on twenty pairs, others than its neighbours'.
  private static func bot(_ number: Int, of pairs: [String]) -> Node {
    let own = (0..<20).map { pairs[(number * 7 + $0 * 11) % pairs.count] }
    return [
      "name": .string("bot-\(number)"), "strategy": "ema-crossover", "strategy_parameters": ["fast": 3, "slow": 9],
      "timeframe": .string(timeframes[number % timeframes.count]), "pairs": .array(Set(own).sorted().map(Node.string)),
      "stake_amount": "50",
    ]
  }

  @Test func `stays below four fifths of what one address may ask, by the venue's own count`() async throws {
    let folder = try Folder()
    let venue = try await Venue(["--seed", "8"], in: folder)
    let server = try await Server(at: venue, in: folder)
    try await Poll.until("the markets are known") { _ in
      try await server.client.get("/api/v1/markets").status == 200
    }
    let pairs = try await server.client.all("/api/v1/markets").compactMap { $0["pair"]?.string }
      .filter { $0.hasSuffix("/USDT") }
    #expect(pairs.count > 100)
    let names = (0..<Self.count).map { "bot-\($0)" }
    for number in 0..<Self.count { try await server.create(Self.bot(number, of: pairs)) }
    try await withThrowingDiscardingTaskGroup { group in
      for name in names {
        group.addTask { [client = server.client] in
          let answer = try await client.post("/api/v1/bots/\(name)/start")
          #expect(answer.status == 200, "\(answer.text)")
        }
      }
    }
    try await server.wait(for: names, toBe: "running", within: .seconds(isLong ? 600 : 240))

    let limits = try await venue.client.get("/sim/limits").node
    let figures = try #require(limits["addresses"]?.array)
    let highest = figures.compactMap { $0["highest_weight"]?.int64 }.max() ?? .max
    print("\(Self.count) bots on 20 of \(pairs.count) pairs each: at most \(highest) weight in a minute")
    #expect(figures.allSatisfy { $0["refused_requests"]?.int64 == 0 })
    #expect(highest <= (limits["weight_per_minute"]?.int64 ?? 0) * 8 / 10)
    // Every series was asked for once, and not by each bot: each weighs 2.
    let series = Set(
      (0..<Self.count).flatMap { number in
        (Self.bot(number, of: pairs)["pairs"]?.array ?? []).map {
          "\($0.string ?? "") \(Self.timeframes[number % Self.timeframes.count])"
        }
      }
    ).count
    #expect(highest < Int64(series) * 3)
  }
}
