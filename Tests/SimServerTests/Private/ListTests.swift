// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TradingModel

@testable import SimServer

/// Lists of orders by REST.
@Suite(.timeLimit(.minutes(5))) struct ListTests {
  /// A thousand below and above the best prices.
  private func prices(_ client: AccountClient) async throws -> (low: Fixed, high: Fixed) {
    let quote = try await client.quote()
    return (
      (quote.bid - Fixed(1000)).rounded(toMultipleOf: 1), (quote.ask + Fixed(1000)).rounded(toMultipleOf: 1)
    )
  }

  @Test func `an OCO is placed, found, locks its funds once, and goes as a whole`() async throws {
    try await AccountClient.run { client in
      let (low, high) = try await prices(client)
      let list = try await client.ask(
        "POST", "orderList/oco",
        "symbol=BTCUSDT&side=SELL&quantity=0.5&aboveType=LIMIT_MAKER&abovePrice=\(high)&belowType=STOP_LOSS_LIMIT"
          + "&belowStopPrice=\(low)&belowPrice=\(low)&belowTimeInForce=GTC&listClientOrderId=pair")
      #expect(
        list.object?.map(\.key) == [
          "orderListId", "contingencyType", "listStatusType", "listOrderStatus", "listClientOrderId",
          "transactionTime", "symbol", "orders", "orderReports",
        ])
      #expect(list["contingencyType"]?.string == "OCO" && list["listStatusType"]?.string == "EXEC_STARTED")
      #expect(list["listClientOrderId"]?.string == "pair" && list["orders"]?.array?.count == 2)
      let types = list["orderReports"]?.array?.map { $0["type"]?.string }
      #expect(types == ["STOP_LOSS_LIMIT", "LIMIT_MAKER"])
      #expect(try await client.balance("BTC") == "0.50000000 + 0.50000000")
      let id = try #require(list["orderListId"]?.int64)
      #expect(try await client.ask("GET", "orderList", "orderListId=\(id)")["listClientOrderId"]?.string == "pair")
      #expect(try await client.ask("GET", "orderList", "origClientOrderId=pair")["orderListId"]?.int64 == id)
      #expect(try await client.ask("GET", "openOrderList").array?.count == 1)
      let open = try await client.ask("GET", "openOrders", "symbol=BTCUSDT").array ?? []
      #expect(open.allSatisfy { $0["orderListId"]?.int64 == id } && open.count == 2)
      let leg = try #require(open.first?["orderId"]?.int64)
      let canceled = try await client.ask("DELETE", "order", "symbol=BTCUSDT&orderId=\(leg)")
      #expect(canceled["listOrderStatus"]?.string == "ALL_DONE" && canceled["orderReports"]?.array?.count == 2)
      #expect(try await client.balance("BTC") == "1.00000000 + 0.00000000")
      #expect(try await client.ask("GET", "openOrderList") == [])
      #expect(try await client.ask("GET", "allOrderList").array?.count == 1)
      #expect(try await client.refusal("GET", "orderList", "orderListId=999") == "400 -2018 Order list does not exist.")
    }
  }

  @Test func `an OCO by the older words is the same`() async throws {
    try await AccountClient.run { client in
      let (low, high) = try await prices(client)
      let list = try await client.ask(
        "POST", "order/oco",
        "symbol=BTCUSDT&side=SELL&quantity=0.5&price=\(high)&stopPrice=\(low)&stopLimitPrice=\(low)"
          + "&stopLimitTimeInForce=GTC&limitClientOrderId=limit&stopClientOrderId=stop")
      let reports = list["orderReports"]?.array ?? []
      #expect(reports.map { $0["type"]?.string } == ["STOP_LOSS_LIMIT", "LIMIT_MAKER"])
      #expect(reports.map { $0["clientOrderId"]?.string } == ["stop", "limit"])
      let id = try #require(list["orderListId"]?.int64)
      let canceled = try await client.ask("DELETE", "orderList", "symbol=BTCUSDT&orderListId=\(id)")
      #expect(canceled["orderReports"]?.array?.map { $0["status"]?.string } == ["CANCELED", "CANCELED"])
      let wrong = try await client.refusal(
        "POST", "order/oco", "symbol=BTCUSDT&side=SELL&quantity=0.5&price=\(low)&stopPrice=\(high)")
      #expect(wrong == "400 -2010 The relationship of the prices for the orders is not correct.")
    }
  }

  @Test func `a bracket protects what was bought once it is bought`() async throws {
    try await AccountClient.run { client in
      let (low, high) = try await prices(client)
      let working = "workingType=LIMIT&workingSide=BUY&workingPrice=\(high)&workingQuantity=0.01&workingTimeInForce=GTC"
      let pending =
        "pendingSide=SELL&pendingQuantity=0.00999&pendingAboveType=TAKE_PROFIT&pendingAboveStopPrice=\(high)"
        + "&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=\(low)"
      let list = try await client.ask("POST", "orderList/otoco", "symbol=BTCUSDT&\(working)&\(pending)")
      #expect(list["contingencyType"]?.string == "OTO")
      let reports = list["orderReports"]?.array ?? []
      #expect(reports.map { $0["status"]?.string } == ["FILLED", "PENDING_NEW", "PENDING_NEW"])
      let open = try await client.ask("GET", "openOrders", "symbol=BTCUSDT").array ?? []
      #expect(open.map { $0["status"]?.string } == ["NEW", "NEW"])
      #expect(open.map { $0["type"]?.string } == ["STOP_LOSS", "TAKE_PROFIT"])
      for _ in 0..<300 where try await client.ask("GET", "openOrderList") != [] {
        try await client.venue.step(1_800_000)
      }
      let all = try await client.ask("GET", "allOrders", "symbol=BTCUSDT").array ?? []
      #expect(all.compactMap { $0["status"]?.string }.sorted() == ["EXPIRED", "FILLED", "FILLED"])
      try await OrderTests.expectBalancesToAddUp(client)
    }
  }

  @Test func `a pending order waits for its working one`() async throws {
    try await AccountClient.run { client in
      let (low, high) = try await prices(client)
      let list = try await client.ask(
        "POST", "orderList/oto",
        "symbol=BTCUSDT&workingType=LIMIT_MAKER&workingSide=BUY&workingPrice=\(low)&workingQuantity=0.01"
          + "&pendingType=LIMIT&pendingSide=SELL&pendingPrice=\(high)&pendingQuantity=0.009&pendingTimeInForce=GTC")
      #expect(list["orderReports"]?.array?.map { $0["status"]?.string } == ["NEW", "PENDING_NEW"])
      let pending = try #require(list["orders"]?[1]?["orderId"]?.int64)
      let order = try await client.ask("GET", "order", "symbol=BTCUSDT&orderId=\(pending)")
      #expect(order["isWorking"]?.bool == false && order["workingTime"]?.int64 == -1)
      #expect(try await client.ask("DELETE", "openOrders", "symbol=BTCUSDT").array?.count == 1, "a list is one")
    }
  }
}
