// SPDX-License-Identifier: Apache-2.0
import Documents
import Foundation
import Testing
import TradingModel

@testable import TestKit

/// Whether the long versions are asked for.
let isLong = ProcessInfo.processInfo.environment["BOTYARD_LONG_TESTS"] != nil

@Suite(.timeLimit(.minutes(isLong ? 60 : 10))) struct `A server that is killed` {
  private static let pairs = ["BTC/USDT", "ETH/USDT", "SOL/USDT", "XRP/USDT", "DOGE/USDT", "PEPE/USDT"]
  private static let homes: [String: String] = Dictionary(
    uniqueKeysWithValues: (0..<20).map { index in
      ("bot-\(index)", index < 14 ? "RUNNING" : index < 17 ? "PAUSED" : "STOPPED")
    })
  /// They never trade by themselves: what rests was put there by hand.
  private static let patient: Set = ["bot-12", "bot-13"]

  @Test func `loses nothing, doubles nothing, and goes on as it was told`() async throws {
    let seed =
      ProcessInfo.processInfo.environment["BOTYARD_TEST_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    print("BOTYARD_TEST_SEED=\(seed) repeats the moments of these kills")
    var dice = SplitMix(seed: seed)
    let folder = try Folder()
    let venue = try await Venue(
      ["--seed", "\(seed)", "--speed", "60", "--pairs", Self.pairs.joined(separator: ",")], in: folder)
    let server = try await Server(at: venue, in: folder)
    let seen = Sightings()
    try await createBots(server, seen)
    let resting = try await placeRestingOrders(server, seen)
    for kill in 1...(isLong ? 100 : 10) {
      try await withThrowingDiscardingTaskGroup { group in
        let (client, newest, moves) = (server.client, seen.newestEvent, dice.next())
        group.addTask { try? await client.follow(after: newest, types: FleetAudit.types) { seen.note($0) } }
        group.addTask { await Self.read(client, into: seen) }
        group.addTask { await Self.meddle(client, seen, SplitMix(seed: moves)) }
        try await Task.sleep(for: .milliseconds(Int.random(in: 300...3500, using: &dice)))
        try await server.kill()
      }
      try await server.restart()
      try await expectAllWell(server, venue, seen, "seed \(seed), kill \(kill)")
      for order in resting {
        let now = try await server.client.all("/api/v1/bots/\(order["bot"]?.string ?? "")/orders?status=open")
        #expect(now == [order], "seed \(seed), kill \(kill): the order that rests")
      }
    }
    let counts = seen.all
    print("\(counts.events.count) events, \(counts.orders.count) orders, \(counts.trades.count) trades were seen")
    #expect(counts.trades.count > 10, "too few trades to say much")
  }

  private func createBots(_ server: Server, _ seen: Sightings) async throws {
    for (name, home) in Self.homes.sorted(by: { $0.key < $1.key }) {
      try await server.create(Self.bot(name))
      try await server.perform("start", on: name)
      if home == "STOPPED" { try await server.perform("stop", on: name, ["positions": "keep"]) }
      if home == "PAUSED" { try await server.perform("pause", on: name) }
      seen.set([home], of: name)
    }
    try await server.wait(for: Self.homes.keys.filter { Self.homes[$0] != "STOPPED" }, toBe: "running")
  }

  private static func bot(_ name: String) -> Node {
    let number = Int(name.dropFirst("bot-".count)) ?? 0
    let isPatient = patient.contains(name)
    let isCrossover = number % 2 == 0
    return [
      "name": .string(name), "timeframe": "1m", "stake_amount": "100", "dry_run_wallet": "1000", "max_open_trades": 2,
      "pairs": [.string(pairs[number % 6]), .string(pairs[(number + 1 + number / 6) % 6])],
      "strategy": isPatient || !isCrossover ? "rsi-mean-reversion" : "ema-crossover",
      "strategy_parameters": isPatient
        ? ["period": 14, "oversold": 1, "overbought": 99]
        : isCrossover ? ["fast": 2, "slow": 4] : ["period": 2, "oversold": 45, "overbought": 55],
      "minimal_roi": ["0": 0.001, "3": 0], "stoploss": -0.004,
    ]
  }

  /// Buys far below the market, which nobody will sell at.
  private func placeRestingOrders(_ server: Server, _ seen: Sightings) async throws -> [Node] {
    var orders: [Node] = []
    for name in Self.patient.sorted() {
      let pair = Self.bot(name)["pairs"]?[0]?.string ?? ""
      let last = try await server.client.poll("/api/v1/markets?limit=500", for: "a price of \(pair)") { answer in
        answer.node["items"]?.array?.first { $0["pair"]?.string == pair }?["last_price"]?.string
      }
      let tick = try await server.client.all("/api/v1/markets").first { $0["pair"]?.string == pair }?["price_tick"]
      let half = try Fixed(text: last).divided(by: 2, rounding: .down)
        .rounded(toMultipleOf: try Fixed(text: tick?.string ?? ""), .down)
      let entry: Node = ["pair": .string(pair), "stake_amount": "100", "limit_price": .string("\(half)")]
      let answer = try await server.client.post("/api/v1/bots/\(name)/enter", entry)
      try #require(answer.status == 200 || answer.status == 201, "\(answer.text)")
      let order = try await server.client.poll(
        "/api/v1/bots/\(name)/orders", for: "the order rests"
      ) { $0.node["items"]?.array?.first { $0["status"]?.string == "open" } }
      orders.append(order)
    }
    seen.note(orders: orders, trades: [])
    return orders
  }

  // MARK: Until the kill

  /// Reads what the API shows, bot after bot, until it answers no more.
  private static func read(_ client: APIClient, into seen: Sightings) async {
    while true {
      for name in homes.keys.shuffled() {
        guard let orders = try? await client.get("/api/v1/bots/\(name)/orders?limit=100"), orders.status == 200,
          let trades = try? await client.get("/api/v1/bots/\(name)/trades?limit=100"), trades.status == 200
        else { return }
        seen.note(orders: orders.node["items"]?.array ?? [], trades: trades.node["items"]?.array ?? [])
      }
    }
  }

  /// Has bots paused, stopped, started and sold by hand, until nobody answers any more.
  private static func meddle(_ client: APIClient, _ seen: Sightings, _ dice: SplitMix) async {
    var dice = dice
    let names = homes.keys.filter { !patient.contains($0) }.sorted()
    while true {
      let name = names[Int.random(in: names.indices, using: &dice)]
      if Bool.random(using: &dice) {
        let pair = bot(name)["pairs"]?[0] ?? .null
        guard let answer = try? await client.post("/api/v1/bots/\(name)/exit", ["pair": pair]) else { return }
        if answer.status < 300 { seen.note(orders: [answer.node], trades: []) }
        continue
      }
      let states = seen.states(of: name)
      guard states.count == 1, let state = states.first, let home = homes[name] else { continue }
      let away = home == "RUNNING" ? (Bool.random(using: &dice) ? "PAUSED" : "STOPPED") : "RUNNING"
      let next = state == home ? away : home
      // From STOPPED to PAUSED the way leads over RUNNING.
      seen.set(state == "STOPPED" ? [state, next, "RUNNING"] : [state, next], of: name)
      guard let isDone = await bring(client, name, from: state, to: next) else { return }
      seen.set([isDone ? next : state], of: name)
    }
  }

  /// Asks for a state; nil where nobody answers.
  private static func bring(_ client: APIClient, _ name: String, from state: String, to next: String) async -> Bool? {
    if state == "STOPPED", next == "PAUSED" {
      guard await bring(client, name, from: state, to: "RUNNING") != nil else { return nil }
    }
    let action = next == "PAUSED" ? "pause" : next == "STOPPED" ? "stop" : "start"
    let body: Node? = next == "STOPPED" ? ["positions": "keep"] : nil
    guard let answer = try? await client.post("/api/v1/bots/\(name)/\(action)", body) else { return nil }
    return answer.status == 200
  }

  // MARK: After the restart

  private func expectAllWell(_ server: Server, _ venue: Venue, _ seen: Sightings, _ occasion: String) async throws {
    for bot in try await server.client.all("/api/v1/bots") {
      let name = bot["name"]?.string ?? ""
      let state = bot["state"]?.string ?? ""
      if seen.states(of: name).contains(state) { seen.set([state], of: name) }
      let phase = state == "RUNNING" || state == "PAUSED" ? "running" : "idle"
      try await server.wait(for: [name], toBe: phase)
    }
    // Nothing moves while the books are read.
    try await venue.setTime(["paused": true])
    var faults: [String] = []
    try? await Poll.until("the books are in order", within: .seconds(20)) { _ in
      do {
        var audit = try await FleetAudit(server.client)
        faults = audit.faults(against: seen.all)
      } catch {
        faults = ["the books can't be read: \(error)"]
      }
      return faults.isEmpty
    }
    #expect(faults.isEmpty, "\(occasion): \(faults.joined(separator: "\n"))")
    try await venue.setTime(["paused": false])
  }
}
