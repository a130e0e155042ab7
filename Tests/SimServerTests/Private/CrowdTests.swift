// SPDX-License-Identifier: Apache-2.0

import Documents
import Synchronization
import Testing
import TradingModel

@testable import SimServer

/// Several programs on one account at once, while time runs.
@Suite(.timeLimit(.minutes(5))) struct CrowdTests {
  private static let programs = 4
  private static let rounds = 25

  /// Buys, sells, rests and takes back, as fast as answers come.
  private static func trade(_ client: AccountClient, program: Int) async throws {
    for round in 0..<rounds {
      let quote = try await client.quote()
      let side = (program + round).isMultiple(of: 2) ? "BUY" : "SELL"
      let price = side == "BUY" ? quote.ask : quote.bid
      let order = "symbol=BTCUSDT&side=\(side)&quantity=0.001&newClientOrderId=\(program)-\(round)"
      let type = round.isMultiple(of: 3) ? "type=MARKET" : "type=LIMIT&timeInForce=GTC&price=\(price)"
      let answer = try await client.send("POST", "order", "\(order)&\(type)&recvWindow=60000")
      #expect(answer.status == 200, "\(answer.text)")
      if round.isMultiple(of: 5) {
        _ = try await client.send(
          "DELETE", "order", "symbol=BTCUSDT&origClientOrderId=\(program)-\(round)&recvWindow=60000")
      }
    }
  }

  @Test func `nothing is lost, told twice, or counted wrong`() async throws {
    try await AccountClient.run { client in
      let reader = try await client.venue.connectToApi("/ws-api/v3?returnRateLimits=false")
      _ = try await reader.ask(client.signed("userDataStream.subscribe.signature", id: "sub"))
      _ = try await client.venue.post("/sim/time", #"{"paused": false, "speed": 200}"#)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for program in 0..<Self.programs { group.addTask { try await Self.trade(client, program: program) } }
        try await group.waitForAll()
      }
      _ = try await client.venue.post("/sim/time", #"{"paused": true}"#)
      let events = try await UserStreamTests.drain(reader).compactMap { $0["event"] }
      let view = try await client.venue.get("/sim/accounts").json["accounts"]?[0]
      let orders = view?["orders"]?.array ?? []
      #expect(Set(orders.compactMap { $0["clientOrderId"]?.string }).count == Self.programs * Self.rounds)
      // Each fill was told once, in the order in which it came to be.
      let told = events.filter { $0["x"]?.string == "TRADE" }.compactMap { $0["t"]?.int64 }
      #expect(told == view?["trades"]?.array?.compactMap { $0["id"]?.int64 } && !told.isEmpty)
      let reports = events.compactMap { $0["I"]?.int64 }
      #expect(zip(reports, reports.dropFirst()).allSatisfy { $0 < $1 })
      // The last report of each order, and the last position, are what the venue has.
      var states: [Int64: String] = [:]
      var balances: [String: String] = [:]
      for event in events {
        if let id = event["i"]?.int64 { states[id] = "\(event["X"]?.string ?? "") \(event["z"]?.string ?? "")" }
        for row in event["B"]?.array ?? [] {
          balances[row["a"]?.string ?? ""] = "\(row["f"]?.string ?? "") + \(row["l"]?.string ?? "")"
        }
      }
      for order in orders {
        let known = "\(order["status"]?.string ?? "") \(order["executedQty"]?.string ?? "")"
        #expect(states[order["orderId"]?.int64 ?? 0] == known)
      }
      for asset in ["BTC", "USDT"] {
        let known = try await client.balance(asset)
        #expect(balances[asset] == known)
      }
      try await OrderTests.expectBalancesToAddUp(client)
      reader.close()
    }
  }
}
