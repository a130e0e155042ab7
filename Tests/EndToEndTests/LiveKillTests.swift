// SPDX-License-Identifier: Apache-2.0
import Documents
import Foundation
import Testing
import TradingModel

@testable import TestKit

@Suite(.timeLimit(.minutes(isLong ? 120 : 15))) struct `A live server that is killed` {
  private static let pairs = ["BTC/USDT", "ETH/USDT", "SOL/USDT", "XRP/USDT", "DOGE/USDT", "BNB/USDT"]
  private static let names = (0..<8).map { "live-\($0)" }
  private static let external = ["USDT": "2000", "BTC": "1"]

  /// Everything that can go wrong with orders, again and again. What is applied late is applied within `recvWindow`.
  private static let faults = """
    - {at: 20s, every: 50s, for: 20s, lose_replies: {share: 0.3}}
    - {at: 25s, every: 60s, for: 20s, drop_requests: {share: 0.3}}
    - {at: 30s, every: 70s, for: 20s, drop_requests: {share: 0.3, applied_after: 3s}}
    - {at: 35s, every: 80s, for: 20s, fail_requests: {status: 504, code: -1007, applied: true, paths: "*rder*", share: 0.3}}
    - {at: 40s, every: 90s, for: 20s, fail_requests: {status: 500, code: -1006, paths: "*rder*", share: 0.3}}
    - {at: 45s, every: 80s, for: 20s, hide_orders: {by: 2s}}
    - {at: 20s, every: 45s, for: 25s, double_user_events: {share: 0.3}}
    - {at: 30s, every: 55s, for: 25s, lose_user_events: {share: 0.3}}
    - {at: 35s, every: 65s, for: 25s, delay_user_events: {by: 2s, share: 0.3}}
    - {at: 40s, every: 75s, for: 25s, reorder_user_events: {share: 0.3}}
    - {at: 50s, every: 95s, for: 15s, lose_user_events: true}
    - {at: 70s, every: 2m, drop_connections: true}
    - {at: 95s, every: 3m, server_shutdown: true}
    - {at: 85s, every: 100s, fail_requests: {status: 429, retry_after: 1s, count: 1}}
    """

  @Test func `places no order twice, loses none, and owns what the venue says`() async throws {
    let seed =
      ProcessInfo.processInfo.environment["BOTYARD_TEST_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    print("BOTYARD_TEST_SEED=\(seed) repeats the moments of these kills")
    var dice = SplitMix(seed: seed)
    let folder = try Folder()
    try folder.write(Self.faults, to: "faults.yaml")
    let venue = try await Venue(
      [
        "--seed", "\(seed)", "--speed", "10", "--pairs", Self.pairs.joined(separator: ","),
        "--faults", folder.path("faults.yaml"), "--api-key", "key", "--api-secret", "secret",
        "--balance", "USDT=10000,BTC=1",
      ], in: folder)
    let server = try await Server(
      at: venue, in: folder,
      ["BOTD_ALLOW_LIVE": "true", "BINANCE_API_KEY": "key", "BINANCE_API_SECRET": "secret"])
    try await createBots(server)
    for kill in 1...(isLong ? 200 : 20) {
      try await withThrowingDiscardingTaskGroup { group in
        let (client, moves) = (server.client, dice.next())
        group.addTask { await Self.meddle(client, SplitMix(seed: moves)) }
        try await Task.sleep(for: .milliseconds(Int.random(in: 300...3000, using: &dice)))
        try await server.kill()
      }
      try await server.restart()
      try await expectAgreement(server, venue, "seed \(seed), kill \(kill)")
    }
    let audit = try await AccountAudit(server.client, venue.client)
    print("\(audit.orderCount) orders were decided, \(audit.rejectedCount) of them never placed")
    #expect(audit.orderCount - audit.rejectedCount > 50, "too few orders to say much")
  }

  private func createBots(_ server: Server) async throws {
    for (number, name) in Self.names.enumerated() {
      try await server.create([
        "name": .string(name), "mode": "live_spot", "timeframe": "1m", "stake_amount": "50",
        "available_capital": "1000", "max_open_trades": 3,
        "pairs": [.string(Self.pairs[number % 6]), .string(Self.pairs[(number + 1 + number / 6) % 6])],
        "strategy": number % 2 == 0 ? "ema-crossover" : "rsi-mean-reversion",
        "strategy_parameters": number % 2 == 0
          ? ["fast": 2, "slow": 4] : ["period": 2, "oversold": 45, "overbought": 55],
        "minimal_roi": ["0": 0.001, "3": 0], "stoploss": -0.004,
      ])
      try await server.perform("start", on: name, ["confirm_live": .string(name), "reason": "the test of kills"])
    }
    try await server.wait(for: Self.names, toBe: "running")
  }

  /// Buys and sells by hand, at the market and at limits, until nobody answers any more.
  private static func meddle(_ client: APIClient, _ dice: SplitMix) async {
    var dice = dice
    while true {
      let number = Int.random(in: names.indices, using: &dice)
      let pair = Node.string(pairs[(number + Int.random(in: 0...1, using: &dice)) % 6])
      let path = "/api/v1/bots/\(names[number])"
      let answer: APIClient.Answer?
      switch Int.random(in: 0..<4, using: &dice) {
      case 0: answer = try? await client.post(path + "/enter", ["pair": pair])
      case 1: answer = try? await client.post(path + "/exit", ["pair": pair])
      case 2: answer = try? await client.post(path + "/pause")
      default: answer = try? await client.post(path + "/resume")
      }
      guard answer != nil else { return }
    }
  }

  /// Waits until every order is known, has time stand still, and compares both sides.
  private func expectAgreement(_ server: Server, _ venue: Venue, _ occasion: String) async throws {
    for name in Self.names { _ = try? await server.client.post("/api/v1/bots/\(name)/resume") }
    var faults: [String] = []
    try? await Poll.until("both sides agree", within: .seconds(60)) { _ in
      _ = try? await venue.setTime(["paused": true])
      do {
        var audit = try await AccountAudit(server.client, venue.client)
        faults = audit.isSettled ? audit.faults(external: Self.external) : ["not every order is settled"]
      } catch {
        faults = ["the books can't be read: \(error)"]
      }
      _ = try? await venue.setTime(["paused": false])
      if !faults.isEmpty { try? await Task.sleep(for: .milliseconds(500)) }
      return faults.isEmpty
    }
    #expect(faults.isEmpty, "\(occasion): \(faults.joined(separator: "\n"))")
  }
}
