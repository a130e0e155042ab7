// SPDX-License-Identifier: Apache-2.0

import Ports
import Synchronization
import Testing
import TradingModel

@testable import BinanceExchange
@testable import TestKit

private let tradeRow = """
  {"symbol":"BTCUSDT","id":57,"orderId":28,"orderListId":-1,"price":"100","qty":"0.5","quoteQty":"50",\
  "commission":"0.0005","commissionAsset":"BTC","time":1700000000001,"isBuyer":true,"isMaker":true,"isBestMatch":true}
  """

private let accountBody = """
  {"canTrade":true,"updateTime":1700000000000,"balances":[{"asset":"BTC","free":"1.5","locked":"0.5"},\
  {"asset":"odd-asset","free":"1","locked":"0"}]}
  """

@Suite(.timeLimit(.minutes(5))) struct AccountQueryTests {
  @Test(arguments: [true, false])
  func `asks how everything stands`(isConnected: Bool) async throws {
    try await AccountStage.run(isConnected: isConnected) { stage in
      let venue = stage.venue
      for name in ["order.status", "GET /api/v3/order"] {
        venue.script(name, .result(orderAnswer(status: "FILLED", filled: "0.5", cost: "50")))
      }
      for name in ["openOrders.status", "GET /api/v3/openOrders"] {
        venue.script(
          name, .result("[\(orderAnswer().replacing("BTCUSDT", with: "ETHUSDT"))]"), .result("[]"))
      }
      for name in ["myTrades", "GET /api/v3/myTrades"] { venue.script(name, .result("[\(tradeRow)]")) }
      for name in ["account.status", "GET /api/v3/account"] { venue.script(name, .result(accountBody)) }
      guard case .found(let state) = await stage.account.order(orderID, of: tradedPair) else {
        Issue.record("not found")
        return
      }
      #expect(state.status == .filled)
      let open = try await stage.account.openOrders()
      #expect(open.map(\.pair) == [Pair("ETH/USDT")!])
      let none = try await stage.account.openOrders()
      #expect(none == [])
      let fills = try await stage.account.fills(of: "28", pair: tradedPair)
      #expect(fills.map(\.id.text) == ["57"])
      #expect(fills.first?.isMaker == true)
      #expect(fills.first?.commission == Commission(asset: Asset("BTC")!, amount: Fixed("0.0005")!))
      let balances = try await stage.account.balances()
      #expect(balances.assets == [Asset("BTC")!: Balance(free: Fixed("1.5")!, locked: Fixed("0.5")!)])
      #expect(balances.canTrade)
      let names = Set(venue.asked.map(\.name))
      #expect(names.contains("order.status") == isConnected)
      #expect(names.contains("GET /api/v3/order") == !isConnected)
    }
  }

  @Test func `pages through the fills of an order`() async throws {
    try await AccountStage.run { stage in
      let rows = (1...1000).map { tradeRow.replacing(#""id":57"#, with: #""id":\#($0)"#) }.joined(separator: ",")
      stage.venue.script("myTrades", .result("[\(rows)]"), .result("[\(tradeRow)]"))
      let fills = try await stage.account.fills(of: "28", pair: tradedPair)
      #expect(fills.count == 1001)
      #expect(stage.venue.asked.last?.parameters["fromId"] == "1001")
      await #expect(throws: VenueFailure.self) { try await stage.account.fills(of: "no", pair: tradedPair) }
    }
  }

  @Test func `tells not found from not asked`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script(
        "order.status", .error(status: 400, code: -2013, "Order does not exist."),
        .error(status: 503, code: -1007, "Timeout"), .result("{}"))
      #expect(await stage.account.order(orderID, of: tradedPair) == .notFound)
      #expect(await stage.account.order(orderID, of: tradedPair) == .failed(reason: "-1007 Timeout"))
      guard case .failed = await stage.account.order(orderID, of: tradedPair) else {
        Issue.record("that was no order")
        return
      }
    }
  }

  @Test(arguments: [true, false])
  func `asks once more with the right time`(isConnected: Bool) async throws {
    try await AccountStage.run(isConnected: isConnected) { stage in
      let wrong = AccountVenue.Reply.error(status: 400, code: -1021, "Timestamp for this request was 1000ms ahead")
      for name in ["account.status", "GET /api/v3/account"] {
        stage.venue.script(name, wrong, .result(accountBody), wrong)
      }
      _ = try await stage.account.balances()
      #expect(stage.clock.corrections.withLock { $0 } == 1)
      await #expect(throws: VenueFailure.self) { try await stage.account.balances() }
      #expect(stage.clock.corrections.withLock { $0 } == 2)
      #expect(stage.venue.asked.count { $0.name.hasSuffix("account.status") || $0.name.hasSuffix("v3/account") } == 4)
    }
  }

  @Test func `takes a failed query for no answer`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script("openOrders.status", .error(status: 500, code: -1000, "Unknown"), .result(#"[{"x":1}]"#))
      await #expect(throws: VenueFailure.self) { try await stage.account.openOrders() }
      await #expect(throws: VenueFailure.self) { try await stage.account.openOrders() }
      stage.venue.script("account.status", .cut)
      await #expect(throws: VenueFailure.self) { try await stage.account.balances() }
    }
  }

  @Test func `says what a key may do, where the venue says it`() async throws {
    try await AccountStage.run(isConnected: false) { stage in
      let untold = try await stage.account.restrictions()
      #expect(untold == nil, "the simulator may not have it")
      stage.venue.script(
        "GET /sapi/v1/account/apiRestrictions",
        .result(
          #"{"ipRestrict":true,"enableWithdrawals":false,"enableInternalTransfer":true,"#
            + #""permitsUniversalTransfer":false,"enableSpotAndMarginTrading":true}"#),
        .result("{}"), .error(status: 401, code: -2015, "Invalid API-key"))
      let told = try await stage.account.restrictions()
      let expected = KeyRestrictions(
        isBoundToAddresses: true, maySpotTrade: true, transferRights: ["enableInternalTransfer"])
      #expect(told == expected)
      let empty = try await stage.account.restrictions()
      #expect(empty?.transferRights == ["enableInternalTransfer", "enableWithdrawals", "permitsUniversalTransfer"])
      await #expect(throws: VenueFailure.self) { try await stage.account.restrictions() }
    }
  }

  @Test func `has nothing to say of a key on the test network`() async throws {
    let rest = BinanceREST(try VenueEndpoints(of: .binanceTestnet, restURL: "http://127.0.0.1:1"))
    let signer = Signer(
      try AccountStage.Key.ed25519.credentials, grant: LiveGrant(account: .default, reason: "a test"))
    let account = BinanceAccount(signer, rest: rest, clock: TestClock(), log: silentLog)
    let restrictions = try await account.restrictions()
    #expect(restrictions == nil)
  }

  @Test func `asks for the venue's pairs only where it has not been told`() async throws {
    let venue = AccountVenue()
    venue.script(
      "GET /api/v3/openOrders", .result("[\(orderAnswer())]"),
      .result("[\(orderAnswer().replacing("BTCUSDT", with: "ETHUSDT"))]"))
    try await venue.run { endpoints in
      let signer = Signer(
        try AccountStage.Key.hmac.credentials, grant: LiveGrant(account: .default, reason: "a test"))
      let account = BinanceAccount(
        signer, rest: BinanceREST(endpoints), clock: TestClock(), pairs: [tradedPair], log: silentLog)
      let known = try await account.openOrders()
      #expect(known.map(\.pair) == [tradedPair])
      #expect(venue.count("GET /api/v3/exchangeInfo") == 0)
      let new = try await account.openOrders()
      #expect(new.map(\.pair) == [Pair("ETH/USDT")!])
      #expect(venue.count("GET /api/v3/exchangeInfo") == 1)
    }
  }
}
