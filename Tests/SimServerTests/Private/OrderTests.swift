// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import Testing
import TradingModel

@testable import SimServer

/// Orders by REST: what answers say, and that it adds up.
@Suite(.timeLimit(.minutes(5))) struct OrderTests {
  private static let zero = "0.00000000"

  @Test func `fills a market order at the book's prices, and the balances say what the fills do`() async throws {
    try await AccountClient.run { client in
      let ask = try await client.quote().ask
      let answer = try await client.send(
        "POST", "order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=mine")
      #expect(answer.headers["x-mbx-order-count-10s"] == "0", "an order that is filled doesn't count")
      #expect(answer.headers["x-mbx-order-count-1d"] != nil)
      #expect(answer.headers["x-mbx-used-weight-1m"] == "2", "only the best prices were charged")
      let order = try answer.json
      let keys = order.object?.map(\.key) ?? []
      #expect(
        keys == [
          "symbol", "orderId", "orderListId", "clientOrderId", "transactTime", "price", "origQty", "executedQty",
          "cummulativeQuoteQty", "status", "timeInForce", "type", "side", "origQuoteOrderQty", "workingTime", "fills",
          "selfTradePreventionMode",
        ])
      #expect(order["orderListId"]?.int64 == -1 && order["clientOrderId"]?.string == "mine")
      #expect(order["price"]?.string == Self.zero && order["executedQty"]?.string == "0.01000000")
      #expect(order["status"]?.string == "FILLED" && order["timeInForce"]?.string == "GTC")
      let fills = order["fills"]?.array ?? []
      #expect(fills.first?["price"]?.string == ask.text(minimumPlaces: 8))
      #expect(fills.first?["commissionAsset"]?.string == "BTC")
      try await Self.expectBalancesToAddUp(client)

      let id = try #require(order["orderId"]?.int64)
      let queried = try await client.ask("GET", "order", "symbol=BTCUSDT&orderId=\(id)")
      #expect(queried["isWorking"]?.bool == true && queried["time"]?.int64 == order["transactTime"]?.int64)
      #expect(queried["origQuoteOrderQty"]?.string == Self.zero && queried["stopPrice"]?.string == Self.zero)
      let trades = try await client.ask("GET", "myTrades", "symbol=BTCUSDT&orderId=\(id)").array ?? []
      #expect(trades.map { $0["id"]?.int64 } == fills.map { $0["tradeId"]?.int64 })
      #expect(trades.allSatisfy { $0["isBuyer"]?.bool == true && $0["isMaker"]?.bool == false })
    }
  }

  /// What the account has is what it began with and what its fills brought and cost, to the last digit.
  static func expectBalancesToAddUp(
    _ client: AccountClient, from start: [String: String] = ["USDT": "10000", "BTC": "1"]
  ) async throws {
    let view = try await client.venue.get("/sim/accounts").json["accounts"]?[0]
    var amounts: [String: Fixed] = start.compactMapValues { Fixed($0) }
    func amount(_ row: Node, _ key: String) throws -> Fixed { try #require(Fixed(row[key]?.string ?? "")) }
    for trade in view?["trades"]?.array ?? [] {
      let isBuyer = trade["isBuyer"]?.bool == true
      let base = trade["symbol"]?.string == "ETHUSDT" ? "ETH" : "BTC"
      let (quantity, quote) = (try amount(trade, "qty"), try amount(trade, "quoteQty"))
      amounts[base] = (amounts[base] ?? .zero) + (isBuyer ? quantity : -quantity)
      amounts["USDT"] = (amounts["USDT"] ?? .zero) + (isBuyer ? -quote : quote)
      let asset = try #require(trade["commissionAsset"]?.string)
      amounts[asset] = (amounts[asset] ?? .zero) - (try amount(trade, "commission"))
    }
    let account = try await client.ask("GET", "account")
    var shown: [String: Fixed] = [:]
    for row in account["balances"]?.array ?? [] {
      shown[try #require(row["asset"]?.string)] = try amount(row, "free") + amount(row, "locked")
    }
    #expect(shown.filter { !$0.value.isZero } == amounts.filter { !$0.value.isZero })
  }

  @Test func `rests a limit order, shows it, locks its funds, and gives them back`() async throws {
    try await AccountClient.run { client in
      let price = try await client.quote().bid.rounded(toMultipleOf: 1000)
      let placed = try await client.ask(
        "POST", "order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=\(price)")
      #expect(placed["fills"] == [] && placed["status"]?.string == "NEW")
      let id = try #require(placed["orderId"]?.int64)
      let locked = price * Fixed("0.01")
      let rest = Fixed(10_000) - locked
      #expect(try await client.balance("USDT") == "\(rest.text(minimumPlaces: 8)) + \(locked.text(minimumPlaces: 8))")
      #expect(try await client.ask("GET", "openOrders").array?.count == 1)
      #expect(try await client.ask("GET", "openOrders", "symbol=ETHUSDT") == [])
      let counts = try await client.ask("GET", "rateLimit/order")
      #expect(
        counts == [
          ["rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 100, "count": 1],
          ["rateLimitType": "ORDERS", "interval": "DAY", "intervalNum": 1, "limit": 200_000, "count": 1],
        ])
      #expect(
        try await client.refusal(
          "DELETE", "order", "symbol=BTCUSDT&orderId=\(id)&cancelRestrictions=ONLY_PARTIALLY_FILLED")
          == "400 -2011 Order was not canceled due to cancel restrictions.")
      let canceled = try await client.ask("DELETE", "order", "symbol=BTCUSDT&orderId=\(id)&newClientOrderId=over")
      #expect(canceled["status"]?.string == "CANCELED" && canceled["clientOrderId"]?.string == "over")
      #expect(canceled["origClientOrderId"]?.string == placed["clientOrderId"]?.string)
      #expect(
        try await client.refusal("DELETE", "order", "symbol=BTCUSDT&orderId=\(id)") == "400 -2011 Unknown order sent.")
      #expect(try await client.balance("USDT") == "10000.00000000 + \(Self.zero)")
      #expect(try await client.refusal("DELETE", "openOrders", "symbol=BTCUSDT") == "400 -2011 Unknown order sent.")
    }
  }

  @Test func `fills what rests when the market comes to its price, with nobody listening`() async throws {
    try await AccountClient.run { client in
      let quote = try await client.quote()
      for (side, price) in [("BUY", quote.bid), ("SELL", quote.ask)] {
        _ = try await client.ask(
          "POST", "order", "symbol=BTCUSDT&side=\(side)&type=LIMIT&timeInForce=GTC&quantity=0.002&price=\(price)")
      }
      try await client.venue.step(600_000)
      let orders = try await client.ask("GET", "allOrders", "symbol=BTCUSDT").array ?? []
      #expect(orders.contains { $0["status"]?.string == "FILLED" })
      let trades = try await client.ask("GET", "myTrades", "symbol=BTCUSDT").array ?? []
      #expect(!trades.isEmpty && trades.allSatisfy { $0["isMaker"]?.bool == true })
      try await Self.expectBalancesToAddUp(client)
    }
  }

  @Test func `wakes a stop when a trade reaches its price`() async throws {
    try await AccountClient.run { client in
      let bid = try await client.quote().bid
      let stop = (bid - Fixed(1)).rounded(toMultipleOf: 1)
      let placed = try await client.ask(
        "POST", "order", "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.01&stopPrice=\(stop)")
      #expect(placed.object?.map(\.key) == ["symbol", "orderId", "orderListId", "clientOrderId", "transactTime"])
      let id = try #require(placed["orderId"]?.int64)
      #expect(
        try await client.refusal(
          "POST", "order", "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.01&stopPrice=999999")
          == "400 -2010 Order would trigger immediately.")
      for _ in 0..<200 {
        let order = try await client.ask("GET", "order", "symbol=BTCUSDT&orderId=\(id)")
        if order["status"]?.string != "NEW" { break }
        #expect(order["isWorking"]?.bool == false && order["workingTime"]?.int64 == -1)
        try await client.venue.step(600_000)
      }
      let order = try await client.ask("GET", "order", "symbol=BTCUSDT&orderId=\(id)")
      #expect(order["status"]?.string == "FILLED" && order["isWorking"]?.bool == true)
      try await Self.expectBalancesToAddUp(client)
    }
  }

  @Test func `replaces an order, wholly, partly and not at all`() async throws {
    try await AccountClient.run { client in
      let price = try await client.quote().bid.rounded(toMultipleOf: 1000)
      let order = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=\(price)"
      let first = try await client.ask("POST", "order", order)
      let id = try #require(first["orderId"]?.int64)
      let done = try await client.ask(
        "POST", "order/cancelReplace", "\(order)&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=\(id)")
      #expect(done["cancelResult"]?.string == "SUCCESS" && done["newOrderResult"]?.string == "SUCCESS")
      #expect(done["cancelResponse"]?["orderId"]?.int64 == id)
      let failed = try await client.send(
        "POST", "order/cancelReplace", "\(order)&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=\(id)")
      #expect(failed.status == 400)
      #expect(try failed.json["code"]?.int64 == -2022)
      #expect(
        try failed.json["data"] == [
          "cancelResult": "FAILURE", "newOrderResult": "NOT_ATTEMPTED",
          "cancelResponse": ["code": -2011, "msg": "Unknown order sent."], "newOrderResponse": nil,
        ])
      let partly = try await client.send(
        "POST", "order/cancelReplace", "\(order)&cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=\(id)")
      #expect(partly.status == 409)
      #expect(try partly.json["code"]?.int64 == -2021)
      #expect(try partly.json["data"]?["newOrderResponse"]?["status"]?.string == "NEW")
      #expect(try await client.ask("DELETE", "openOrders", "symbol=BTCUSDT").array?.count == 2)
    }
  }

  @Test func `makes an order smaller, and tells of it`() async throws {
    try await AccountClient.run { client in
      let price = try await client.quote().bid.rounded(toMultipleOf: 1000)
      let first = try await client.ask(
        "POST", "order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=\(price)")
      let id = try #require(first["orderId"]?.int64)
      let amended = try await client.ask(
        "PUT", "order/amend/keepPriority", "symbol=BTCUSDT&orderId=\(id)&newQty=0.005&newClientOrderId=less")
      #expect(amended["amendedOrder"]?["qty"]?.string == "0.00500000")
      #expect(amended["amendedOrder"]?["cumulativeQuoteQty"]?.string == Self.zero)
      #expect(amended["listStatus"] == nil)
      let rows = try await client.ask("GET", "order/amendments", "symbol=BTCUSDT&orderId=\(id)").array ?? []
      #expect(rows.count == 1 && rows[0]["newQty"]?.string == "0.00500000")
      #expect(rows[0]["executionId"]?.int64 == amended["executionId"]?.int64)
      #expect(
        try await client.refusal("PUT", "order/amend/keepPriority", "symbol=BTCUSDT&orderId=\(id)&newQty=0.02")
          .hasPrefix("400 -2038"))
    }
  }
}

extension Fixed {
  /// Down to a whole multiple.
  func rounded(toMultipleOf whole: Int64) -> Fixed {
    let unit = Fixed.unitsPerOne * Int128(whole)
    return Fixed(units: units / unit * unit)
  }

  static func * (left: Fixed, right: Fixed?) -> Fixed {
    (try? left.multiplied(by: right ?? .zero, rounding: .down)) ?? .zero
  }
}
