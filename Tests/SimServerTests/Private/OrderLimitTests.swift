// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TradingModel

@testable import SimServer

/// How much an account may ask, and how long what it asks may wait.
@Suite(.timeLimit(.minutes(5))) struct OrderLimitTests {
  private static let order = "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.001&price=300000"

  @Test func `an account places a hundred orders in ten seconds, and no more until they are over`() async throws {
    try await AccountClient.run { client in
      for number in 1...100 {
        let answer = try await client.send("POST", "order", Self.order)
        #expect(answer.headers["x-mbx-order-count-10s"] == String(number))
      }
      let refused = try await client.send("POST", "order", Self.order)
      #expect(refused.status == 429)
      #expect(
        try refused.json == ["code": -1015, "msg": "Too many new orders; current limit is 100 orders per 10 SECOND."])
      _ = try await client.ask("DELETE", "openOrders", "symbol=BTCUSDT")
      #expect(try await client.send("POST", "order", Self.order).status == 429, "taking orders back changes nothing")
      try await client.venue.step(10_000)
      #expect(try await client.send("POST", "order", Self.order).headers["x-mbx-order-count-10s"] == "1")
    }
  }

  @Test(arguments: [429, 418])
  func `an account is sent away by the venue's limits as everybody is`(status: Int) async throws {
    try await AccountClient.run { client in
      let fault = #"{"fail_requests": {"status": \#(status), "retry_after": "3s", "paths": "POST order", "count": 2}}"#
      _ = try await client.venue.post("/sim/faults", fault)
      let refused = try await client.send("POST", "order", Self.order)
      #expect(refused.status == status && refused.headers["retry-after"] == "3")
      #expect(try refused.json["code"]?.int64 == -1003)
      _ = try await client.ask("GET", "openOrders", "symbol=BTCUSDT")
      let reader = try await client.venue.connectToApi("/ws-api/v3?returnRateLimits=false")
      let pairs = Self.order.split(separator: "&").map { $0.split(separator: "=").map(String.init) }
      let parameters = Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
      let answer = try await reader.ask(client.signed("order.place", id: "a", parameters))
      #expect(answer["status"]?.int64 == Int64(status))
      let data = answer["error"]?["data"]
      #expect((data?["retryAfter"]?.int64 ?? 0) - (data?["serverTime"]?.int64 ?? 0) == 3000)
      #expect(try await reader.ask(client.signed("order.place", id: "b", parameters))["status"]?.int64 == 200)
      reader.close()
    }
  }

  @Test func `a request that has waited too long is refused when its turn comes`() async throws {
    try await AccountClient.run { client in
      let fault = #"{"slow_requests": {"by": "1s", "paths": "POST order", "count": 1}}"#
      _ = try await client.venue.post("/sim/faults", fault)
      async let late = client.refusal("POST", "order", Self.order)
      // It has come, and waits.
      while try await client.venue.get("/sim/faults").json["totals"]?["slow_requests"] == nil { await Task.yield() }
      try await client.venue.step(6000)
      #expect(try await late == "400 -1021 Timestamp for this request is outside of the recvWindow.")
      #expect(try await client.ask("GET", "openOrders", "symbol=BTCUSDT") == [])
    }
  }

  @Test(arguments: [false, true])
  func `an answer on the WebSocket API is lost with its connection, or alone`(isSilent: Bool) async throws {
    try await AccountClient.run { client in
      _ = try await client.venue.post("/sim/faults", #"{"lose_replies": {"silent": \#(isSilent), "count": 1}}"#)
      let reader = try await client.venue.connectToApi("/ws-api/v3?returnRateLimits=false")
      let order = ["symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.01"]
      reader.send(try await client.signed("order.place", id: "lost", order))
      if isSilent {
        let next = try await reader.ask(client.signed("account.status", id: "told"))
        #expect(next["id"]?.string == "told")
      } else {
        #expect(try await reader.next() == nil)
      }
      #expect(try await client.ask("GET", "allOrders", "symbol=BTCUSDT").array?.count == 1)
      try await OrderTests.expectBalancesToAddUp(client)
      reader.close()
    }
  }

  @Test func `numbers begin with the venue's time, so that none comes twice after a new start`() async throws {
    try await AccountClient.run { client in
      let id = try await client.ask("POST", "order", Self.order)["orderId"]?.int64
      #expect(id == VenueHarness.start.milliseconds)
    }
  }
}
