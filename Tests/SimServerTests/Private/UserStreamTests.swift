// SPDX-License-Identifier: Apache-2.0

import Crypto
import Documents
import Foundation
import Testing
import TradingModel

@testable import SimServer

/// Orders and events of accounts on the WebSocket API.
@Suite(.timeLimit(.minutes(5))) struct UserStreamTests {
  private static func socket(_ client: AccountClient) async throws -> StreamReader {
    try await client.venue.connectToApi("/ws-api/v3?returnRateLimits=false")
  }

  private static func subscribed(_ client: AccountClient) async throws -> StreamReader {
    let reader = try await socket(client)
    let answer = try await reader.ask(client.signed("userDataStream.subscribe.signature", id: "sub"))
    #expect(answer == ["id": "sub", "status": 200, "result": ["subscriptionId": 0]])
    return reader
  }

  /// Everything that came before the answer to a ping.
  static func drain(_ reader: StreamReader) async throws -> [Node] {
    reader.send(#"{"id":"end","method":"ping"}"#)
    var frames: [Node] = []
    while let frame = try await reader.next(), frame["id"]?.string != "end" { frames.append(frame) }
    return frames
  }

  @Test func `tells of a market order in causal order, before the answer`() async throws {
    try await AccountClient.run { client in
      let reader = try await Self.subscribed(client)
      let order = [
        "symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.01", "newClientOrderId": "mine",
      ]
      reader.send(try await client.signed("order.place", id: "place", order))
      let frames = try await Self.drain(reader)
      let answer = try #require(frames.last)
      #expect(answer["id"]?.string == "place" && answer["status"]?.int64 == 200)
      let events = frames.dropLast().map { $0["event"] ?? .null }
      #expect(frames.dropLast().allSatisfy { $0["subscriptionId"]?.int64 == 0 })
      let fills = answer["result"]?["fills"]?.array ?? []
      #expect(events.first?["x"]?.string == "NEW" && events.last?["e"]?.string == "outboundAccountPosition")
      let trades = events.filter { $0["x"]?.string == "TRADE" }
      #expect(trades.map { $0["t"]?.int64 } == fills.map { $0["tradeId"]?.int64 } && !trades.isEmpty)
      #expect(trades.last?["X"]?.string == "FILLED" && trades.last?["z"]?.string == "0.01000000")
      #expect(trades.last?["N"]?.string == "BTC" && trades.last?["c"]?.string == "mine")
      #expect(events.first?["N"]?.isNull == true && events.first?["t"]?.int64 == -1)
      #expect(
        events.first?.object?.map(\.key) == [
          "e", "E", "s", "c", "S", "o", "f", "q", "p", "P", "F", "g", "C", "x", "X", "r", "i", "l", "z", "L", "n", "N",
          "T", "t", "I", "w", "m", "M", "O", "Z", "Y", "Q", "W", "V",
        ])
      let balances = events.last?["B"]?.array ?? []
      #expect(Set(balances.compactMap { $0["a"]?.string }) == ["BTC", "USDT"])
      let shown = try await client.balance("USDT")
      let told = balances.map { "\($0["f"]?.string ?? "") + \($0["l"]?.string ?? "")" }
      #expect(told.last == shown)
      reader.close()
    }
  }

  @Test func `tells of fills before the public stream shows the trade`() async throws {
    try await AccountClient.run { client in
      let quote = try await client.quote()
      let reader = try await Self.subscribed(client)
      let market = try await client.venue.connect("/ws/btcusdt@trade")
      let order = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=\(quote.bid)"
      let id = try #require(try await client.ask("POST", "order", order)["orderId"]?.int64)
      for _ in 0..<100 {
        try await client.venue.step(10_000)
        if try await client.ask("GET", "openOrders") == [] { break }
      }
      let events = try await Self.drain(reader).compactMap { $0["event"] }
      let fills = events.filter { $0["x"]?.string == "TRADE" && $0["i"]?.int64 == id }
      #expect(!fills.isEmpty && fills.allSatisfy { $0["m"]?.bool == true })
      // Each fill is made by a trade that everybody sees, of the same moment.
      let times = Set(try await market.drain().compactMap { $0["T"]?.int64 })
      #expect(fills.allSatisfy { times.contains($0["T"]?.int64 ?? 0) })
      try await OrderTests.expectBalancesToAddUp(client)
      reader.close()
      market.close()
    }
  }

  @Test func `a connection listens to several accounts, and stops when it is told to`() async throws {
    let other = SimAccount(
      name: "other", balances: ["USDT": "500"].amounts, keys: [SimKey("otherKey", secret: "otherSecret")])
    try await AccountClient.run(accounts: AccountClient.accounts + [other]) { client in
      let second = AccountClient(venue: client.venue, apiKey: "otherKey", secret: "otherSecret")
      let reader = try await Self.subscribed(client)
      let answer = try await reader.ask(second.signed("userDataStream.subscribe.signature", id: "2"))
      #expect(answer["result"]?["subscriptionId"]?.int64 == 1)
      let again = try await reader.ask(client.signed("userDataStream.subscribe.signature", id: "3"))
      #expect(again["error"]?["code"]?.int64 == -2035 && again["status"]?.int64 == 400)
      let listed = try await reader.ask(#"{"id":4,"method":"session.subscriptions"}"#)
      #expect(listed["result"] == [["subscriptionId": 0], ["subscriptionId": 1]])
      _ = try await second.ask("POST", "order", "symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100")
      _ = try await client.venue.post("/sim/balances", #"{"deposit": {"USDT": "5"}, "withdraw": {"BTC": 0.25}}"#)
      let frames = try await Self.drain(reader)
      #expect(
        Set(frames.filter { $0["event"]?["e"]?.string == "executionReport" }.map { $0["subscriptionId"]?.int64 }) == [1]
      )
      let changes = frames.filter { $0["event"]?["e"]?.string == "balanceUpdate" }
      #expect(changes.map { $0["event"]?["d"]?.string } == ["5.00000000", "-0.25000000"])
      #expect(changes.allSatisfy { $0["subscriptionId"]?.int64 == 0 })
      reader.send(#"{"id":5,"method":"userDataStream.unsubscribe","params":{"subscriptionId":1}}"#)
      let end = try #require(try await reader.next())
      #expect(end["subscriptionId"]?.int64 == 1 && end["event"]?["e"]?.string == "eventStreamTerminated")
      #expect(try await reader.next() == ["id": 5, "status": 200, "result": [:]])
      let gone = try await reader.ask(#"{"id":6,"method":"userDataStream.unsubscribe","params":{"subscriptionId":1}}"#)
      #expect(gone["error"]?["code"]?.int64 == -2036)
      _ = try await second.ask("POST", "order", "symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100")
      #expect(try await Self.drain(reader).isEmpty)
      reader.close()
    }
  }

  @Test func `a session is logged on by Ed25519, trades, and ends when its key is revoked`() async throws {
    let signer = Curve25519.Signing.PrivateKey()
    let der =
      [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00] + signer.publicKey.rawRepresentation
    let pem = "-----BEGIN PUBLIC KEY-----\n\(Data(der).base64EncodedString())\n-----END PUBLIC KEY-----"
    var account = AccountClient.accounts[0]
    account.keys.append(try #require(SimKey("ed", publicKey: pem)))
    try await AccountClient.run(accounts: [account]) { client in
      let reader = try await Self.socket(client)
      let now = try await client.now()
      let before = try await reader.ask(#"{"id":0,"method":"userDataStream.subscribe"}"#)
      #expect(before["status"]?.int64 == 401)
      let status = try await reader.ask(#"{"id":0,"method":"session.status"}"#)
      #expect(status["result"]?["apiKey"]?.isNull == true && status["result"]?["connectedSince"]?.int64 == now)
      #expect(try await reader.ask(client.signed("session.logon", id: "hmac"))["status"]?.int64 == 400)
      let signature = try signer.signature(for: Array("apiKey=ed&timestamp=\(now)".utf8)).base64EncodedString()
      let logon = try await reader.ask(
        #"{"id":1,"method":"session.logon","params":{"apiKey":"ed","timestamp":\#(now),"signature":"\#(signature)"}}"#)
      #expect(logon["result"]?["apiKey"]?.string == "ed" && logon["result"]?["authorizedSince"]?.int64 == now)
      #expect(logon["result"]?["userDataStream"]?.bool == false)
      let subscribed = try await reader.ask(#"{"id":2,"method":"userDataStream.subscribe"}"#)
      #expect(subscribed["result"]?["subscriptionId"]?.int64 == 0)
      let placed =
        #"{"id":3,"method":"order.place","params":{"symbol":"BTCUSDT","side":"BUY","type":"MARKET","#
        + #""quantity":"0.01","timestamp":\#(now)}}"#
      reader.send(placed)
      let frames = try await Self.drain(reader)
      #expect(frames.last?["status"]?.int64 == 200 && frames.count > 2)
      let late = try await reader.ask(
        #"{"id":4,"method":"account.status","params":{"timestamp":\#(now - 6000)}}"#)
      #expect(late["error"]?["code"]?.int64 == -1021)
      _ = try await client.venue.post("/sim/faults", #"{"revoke_keys": {"keys": "ed"}}"#)
      let revoked = try await reader.ask(#"{"id":5,"method":"account.status","params":{"timestamp":\#(now)}}"#)
      #expect(
        revoked == [
          "id": nil, "status": 401,
          "error": ["code": -2015, "msg": "Invalid API-key, IP, or permissions for action."],
        ])
      let missing = try await reader.ask(#"{"id":6,"method":"account.status","params":{"timestamp":\#(now)}}"#)
      #expect(missing["error"]?["code"]?.int64 == -1102)
      _ = try await client.venue.post("/sim/faults", #"{"clear": true}"#)
      reader.send(#"{"id":7,"method":"session.logout"}"#)
      #expect(try await reader.next()?["event"]?["e"]?.string == "eventStreamTerminated")
      #expect(try await reader.next()?["result"]?["userDataStream"]?.bool == false)
      reader.close()
    }
  }

  @Test func `answers what accounts ask as REST does, with the limits beside it`() async throws {
    try await AccountClient.run { client in
      let reader = try await client.venue.connectToApi("/ws-api/v3")
      let placed = try await reader.ask(
        client.signed(
          "order.place", id: "a",
          [
            "symbol": "BTCUSDT", "side": "SELL", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.1",
            "price": "300000",
          ]))
      let limits = placed["rateLimits"]?.array ?? []
      #expect(limits.map { $0["rateLimitType"]?.string } == ["ORDERS", "ORDERS", "REQUEST_WEIGHT"])
      #expect(limits.map { $0["count"]?.int64 } == [1, 1, 2])
      let id = String(try #require(placed["result"]?["orderId"]?.int64))
      for (method, path, parameters) in [
        ("order.status", "order", ["symbol": "BTCUSDT", "orderId": id]), ("openOrders.status", "openOrders", [:]),
        ("allOrders", "allOrders", ["symbol": "BTCUSDT"]), ("myTrades", "myTrades", ["symbol": "BTCUSDT"]),
        ("account.status", "account", [:]), ("account.commission", "account/commission", ["symbol": "BTCUSDT"]),
        ("account.rateLimits.orders", "rateLimit/order", [:]), ("myFilters", "myFilters", ["symbol": "BTCUSDT"]),
        ("allOrderLists", "allOrderList", [:]), ("openOrderLists.status", "openOrderList", [:]),
      ] {
        let answer = try await reader.ask(client.signed(method, id: "b", parameters))
        let query = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        let rest = try await client.ask("GET", path, query)
        #expect(answer["result"] == rest, "\(method)")
      }
      let wrong = try await reader.ask(client.signed("order.cancel", id: "c", ["symbol": "BTCUSDT", "orderId": "999"]))
      #expect(wrong["status"]?.int64 == 400)
      #expect(wrong["error"] == ["code": -2011, "msg": "Unknown order sent."])
      let canceled = try await reader.ask(client.signed("order.cancel", id: "d", ["symbol": "BTCUSDT", "orderId": id]))
      #expect(canceled["result"]?["status"]?.string == "CANCELED")
      reader.close()
    }
  }
}
