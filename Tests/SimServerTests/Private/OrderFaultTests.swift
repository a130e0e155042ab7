// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Documents
import Testing
import TradingModel

@testable import SimServer

/// What goes wrong with orders, and what is true all the same.
@Suite(.timeLimit(.minutes(5))) struct OrderFaultTests {
  private static let market = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01"

  private func fault(_ client: AccountClient, _ body: String) async throws {
    let answer = try await client.venue.post("/sim/faults", body)
    #expect(answer.status == 200, "\(answer.text)")
  }

  /// The names that clients gave to the orders that the venue has.
  private func orders(_ client: AccountClient) async throws -> [String?] {
    try await client.venue.get("/sim/accounts").json["accounts"]?[0]?["orders"]?.array?
      .map { $0["clientOrderId"]?.string } ?? []
  }

  private func place(_ client: AccountClient, _ name: String) async throws -> VenueHarness.Answer {
    try await client.send("POST", "order", "\(Self.market)&newClientOrderId=\(name)")
  }

  @Test func `an order is taken, and the reply is lost`() async throws {
    try await AccountClient.run { client in
      try await fault(client, #"{"lose_replies": {"count": 1, "paths": "POST order"}}"#)
      await #expect(throws: (any Error).self) { try await place(client, "lost") }
      #expect(try await orders(client) == ["lost"])
      #expect(try await place(client, "told").status == 200)
      let found = try await client.ask("GET", "order", "symbol=BTCUSDT&origClientOrderId=lost")
      #expect(found["status"]?.string == "FILLED")
      let totals = try await client.venue.get("/sim/faults").json["totals"]
      #expect(totals?["lose_replies"]?.int64 == 1)
      try await OrderTests.expectBalancesToAddUp(client)
    }
  }

  @Test func `an order is dropped, for good or until later`() async throws {
    try await AccountClient.run { client in
      try await fault(client, #"{"drop_requests": {"count": 1}}"#)
      await #expect(throws: (any Error).self) { try await place(client, "never") }
      try await fault(client, #"{"drop_requests": {"count": 1, "applied_after": "3s"}}"#)
      await #expect(throws: (any Error).self) { try await place(client, "later") }
      #expect(try await orders(client) == [])
      try await client.venue.step(2999)
      #expect(
        try await client.refusal("GET", "order", "symbol=BTCUSDT&origClientOrderId=later")
          == "400 -2013 Order does not exist.")
      try await client.venue.step(1)
      #expect(try await orders(client) == ["later"])
      try await OrderTests.expectBalancesToAddUp(client)
    }
  }

  @Test(arguments: [(500, -1006), (504, -1007), (503, -1000)])
  func `an order fails with an unknown outcome, either way`(status: Int, code: Int) async throws {
    try await AccountClient.run { client in
      for isApplied in [true, false] {
        try await fault(
          client, #"{"fail_requests": {"status": \#(status), "code": \#(code), "applied": \#(isApplied), "count": 1}}"#)
        let answer = try await place(client, "applied-\(isApplied)")
        #expect(answer.status == status)
        #expect(try answer.json["code"]?.int64 == Int64(code))
        #expect(try answer.json["msg"]?.string == RestRefusal.failureTexts[code])
      }
      #expect(try await orders(client) == ["applied-true"])
    }
  }

  @Test func `an order can't be found for a while`() async throws {
    try await AccountClient.run { client in
      try await fault(client, #"{"hide_orders": {"by": "2s"}, "for": "1h"}"#)
      _ = try await client.ask(
        "POST", "order",
        "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.1&price=300000&newClientOrderId=shy")
      let query = "symbol=BTCUSDT&origClientOrderId=shy"
      #expect(try await client.refusal("GET", "order", query) == "400 -2013 Order does not exist.")
      #expect(try await client.ask("GET", "openOrders") == [])
      try await client.venue.step(2000)
      _ = try await client.ask("GET", "order", query)
      #expect(try await client.ask("GET", "openOrders").array?.count == 1)
    }
  }

  @Test func `events are lost, doubled, late and out of order, and the venue knows better`() async throws {
    try await AccountClient.run { client in
      let reader = try await client.venue.connectToApi("/ws-api/v3?returnRateLimits=false")
      _ = try await reader.ask(client.signed("userDataStream.subscribe.signature", id: "sub"))
      func kinds() async throws -> [String] {
        try await UserStreamTests.drain(reader).compactMap { frame in
          frame["event"].map { $0["x"]?.string ?? $0["e"]?.string ?? "" }
        }
      }
      try await fault(client, #"{"double_user_events": true}"#)
      _ = try await place(client, "a")
      let doubled = try await kinds()
      #expect(
        doubled.prefix(2) == ["NEW", "NEW"]
          && doubled.suffix(2) == Array(repeating: "outboundAccountPosition", count: 2))
      try await fault(client, #"{"clear": true}"#)

      try await fault(client, #"{"reorder_user_events": true}"#)
      _ = try await place(client, "b")
      #expect(try await kinds().prefix(2) == ["TRADE", "NEW"])
      try await fault(client, #"{"clear": true}"#)
      try await client.venue.step(1)
      _ = try await kinds()

      try await fault(client, #"{"lose_user_events": true}"#)
      _ = try await place(client, "c")
      #expect(try await kinds() == [])
      try await fault(client, #"{"clear": true}"#)

      try await fault(client, #"{"delay_user_events": {"by": "2s"}}"#)
      _ = try await place(client, "d")
      #expect(try await kinds() == [])
      try await client.venue.step(2000)
      #expect(try await kinds().first == "NEW")
      #expect(try await orders(client) == ["a", "b", "c", "d"])
      let totals = try await client.venue.get("/sim/faults").json["totals"]
      #expect(totals?["lose_user_events"]?.int64 ?? 0 >= 3)
      reader.close()
    }
  }

  @Test func `a halted pair takes no orders, and one that is winding down only lets them go`() async throws {
    try await AccountClient.run { client in
      let order = "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.1&price=300000"
      let id = try #require(try await client.ask("POST", "order", order)["orderId"]?.int64)
      try await fault(client, #"{"halt": {"status": "CANCEL_ONLY"}, "for": "1m"}"#)
      #expect(try await client.refusal("POST", "order", order) == "400 -1013 Market is closed.")
      _ = try await client.ask("DELETE", "order", "symbol=BTCUSDT&orderId=\(id)")
      try await client.venue.step(60_000)
      _ = try await client.ask("POST", "order", order)
      try await fault(client, #"{"halt": true, "for": "1m"}"#)
      #expect(try await client.refusal("POST", "order", order) == "400 -1013 Market is closed.")
      #expect(try await client.send("DELETE", "openOrders", "symbol=BTCUSDT").status == 400)
    }
  }

  @Test func `a wipe takes everything, and accounts begin again`() async throws {
    try await AccountClient.run { client in
      _ = try await place(client, "before")
      let answer = try await client.venue.post("/sim/faults", #"{"wipe_accounts": true}"#)
      #expect(answer.text == #"{"wiped_accounts":1}"#)
      #expect(try await orders(client) == [])
      #expect(try await client.balance("USDT") == "10000.00000000 + 0.00000000")
      #expect(try await client.ask("GET", "myTrades", "symbol=BTCUSDT") == [])
    }
  }

  @Test func `signed requests follow the venue's clock, wrong as it may be, and wait no longer than they say`()
    async throws
  {
    try await AccountClient.run { client in
      try await fault(client, #"{"clock_skew": {"by": "-7s"}, "for": "1h"}"#)
      #expect(
        try await client.refusal("GET", "account")
          == "400 -1021 Timestamp for this request was 1000ms ahead of the server's time.")
      let shown = try await client.venue.get("/api/v3/time").json["serverTime"]?.int64 ?? 0
      let payload = "timestamp=\(shown)"
      let answer = try await client.venue.get(
        "/api/v3/account?\(payload)&signature=\(AccountClient.signature(of: payload))",
        headers: ["X-MBX-APIKEY": AccountClient.key])
      #expect(answer.status == 200, "\(answer.text)")
    }
  }

  @Test func `the control panel refuses what it can't do`() async throws {
    try await AccountClient.run { client in
      for (body, status) in [
        (#"{"withdraw": {"USDT": "10001"}}"#, 409), (#"{"deposit": {"USDT": -1}}"#, 422), (#"{}"#, 422),
        (#"{"gift": 1}"#, 422), (#"{"account": "none", "deposit": {"USDT": 1}}"#, 404), ("[", 400),
      ] {
        #expect(try await client.venue.post("/sim/balances", body).status == status, "\(body)")
      }
      #expect(try await client.venue.get("/sim/accounts?account=none").status == 404)
      #expect(try await client.venue.get("/sim/accounts", method: "DELETE").status == 405)
      let moved = try await client.venue.post("/sim/balances", #"{"deposit": {"ETH": "2.5"}}"#)
      #expect(try moved.json["accounts"]?[0]?["balances"]?.array?.contains { $0["asset"]?.string == "ETH" } == true)
    }
  }
}
