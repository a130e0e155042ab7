// SPDX-License-Identifier: Apache-2.0

import Ports
import Synchronization
import Testing
import TradingModel

@testable import BinanceExchange
@testable import RiskRules
@testable import TestKit

private let fullFills =
  #"[{"price":"99","qty":"0.2","commission":"0.0001","commissionAsset":"BNB","tradeId":56}]"#

@Suite(.timeLimit(.minutes(5))) struct AccountOrderTests {
  @Test(arguments: AccountStage.Key.allCases)
  func `places an order over the WebSocket API`(key: AccountStage.Key) async throws {
    try await AccountStage.run(key) { stage in
      let answer = orderAnswer(status: "PARTIALLY_FILLED", filled: "0.2", cost: "19.8", fills: fullFills)
      stage.venue.script("order.place", .result(answer))
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: .open)
      guard case .accepted(let state, let fills) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(state.clientOrderID == orderID.description)
      #expect(state.exchangeOrderID == "28")
      #expect(state.status == .partiallyFilled)
      #expect(state.filled == Quantity(Fixed("0.2")!))
      #expect(state.cost == Money(Fixed("19.8")!))
      #expect(fills.map(\.id.text) == ["56"])
      #expect(fills.first?.commission == Commission(asset: Asset("BNB")!, amount: Fixed("0.0001")!))
      #expect(fills.first?.isMaker == false)
      let asked = try #require(stage.venue.asked.last)
      #expect(asked.parameters["newClientOrderId"] == orderID.description)
      #expect(asked.parameters["quantity"] == "0.5")
      #expect(asked.parameters["price"] == "100")
      #expect(asked.parameters["strategyId"] == "7")
      #expect(asked.parameters["strategyType"] == "1000001")
      #expect(asked.parameters["selfTradePreventionMode"] == "EXPIRE_TAKER")
      #expect(asked.parameters["timestamp"] == "1699999999900")
      #expect(asked.parameters["recvWindow"] == "5000")
      #expect(asked.isSigned == (key == .hmac), "a session that is logged on signs nothing more")
    }
  }

  @Test func `lets an exit go on where it meets an order of ours`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script("order.place", .result(orderAnswer()))
      _ = await stage.account.place(limitOrder(.exit), as: orderID, gate: .open)
      #expect(stage.venue.asked.last?.parameters["selfTradePreventionMode"] == "EXPIRE_MAKER")
      #expect(stage.venue.asked.last?.parameters["side"] == "SELL")
    }
  }

  @Test(arguments: AccountStage.Key.allCases)
  func `places an order over REST while there is no connection`(key: AccountStage.Key) async throws {
    try await AccountStage.run(key, isConnected: false) { stage in
      stage.venue.script("POST /api/v3/order", .result(orderAnswer()))
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: .open)
      guard case .accepted(let state, []) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(state.status == .open)
      #expect(stage.venue.asked.map(\.name) == ["POST /api/v3/order"])
      #expect(stage.venue.asked.first?.isSigned == true)
    }
  }

  @Test(arguments: [
    (400, -2010, "Account has insufficient balance for requested action.", true),
    (400, -1013, "Filter failure: NOTIONAL", true), (401, -2015, "Invalid API-key, IP, or permissions.", true),
    (400, -2010, "Duplicate order sent.", false), (500, -1006, "An unexpected response was received", false),
    (503, -1007, "Timeout waiting for response from backend server.", false), (400, -1000, "Unknown", false),
    (503, -1008, "Server is currently overloaded", false), (400, -4242, "Something new", false),
  ])
  func `takes only proof for a refusal`(status: Int, code: Int, text: String, isProof: Bool) async throws {
    try await AccountStage.run { stage in
      stage.venue.script("order.place", .error(status: status, code: code, text))
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: .open)
      #expect(outcome == (isProof ? .refused(reason: "\(code) \(text)") : .unknown(reason: "\(code) \(text)")))
    }
    try await AccountStage.run(isConnected: false) { stage in
      stage.venue.script("POST /api/v3/order", .error(status: status, code: code, text))
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: .open)
      #expect(outcome == (isProof ? .refused(reason: "\(code) \(text)") : .unknown(reason: "\(code) \(text)")))
    }
  }

  @Test(arguments: [(502, "<html>"), (500, ""), (200, "{"), (200, "{}"), (302, "")])
  func `knows nothing after an answer over REST that says nothing`(status: Int, body: String) async throws {
    try await AccountStage.run(isConnected: false) { stage in
      stage.venue.script("POST /api/v3/order", .bare(status: status, body))
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: .open)
      guard case .unknown = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(stage.venue.count("POST /api/v3/order") == 1)
    }
  }

  @Test func `denies what never left because nobody listens`() async throws {
    let rest = BinanceREST(
      try VenueEndpoints(of: .sim, restURL: "http://127.0.0.1:1", webSocketAPIURL: "ws://127.0.0.1:1/ws-api/v3"))
    let signer = Signer(
      try AccountStage.Key.hmac.credentials, grant: LiveGrant(account: .default, reason: "a test"))
    let account = BinanceAccount(signer, rest: rest, clock: TestClock(), log: silentLog)
    #expect(
      await account.place(limitOrder(), as: orderID, gate: .open) == .denied(reason: "connection refused"))
  }

  @Test func `knows nothing when the reply is lost`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script("order.place", .silence)
      async let outcome = stage.account.place(limitOrder(), as: orderID, gate: .open)
      await stage.venue.until("order.place")
      await stage.manual.untilSleeping { $0 == ApiConnection.tick }
      stage.manual.advance(by: .seconds(12))
      #expect(await outcome == .unknown(reason: "no answer within 11.0 seconds"))
    }
  }

  @Test func `knows nothing when the connection is cut with an order under way`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script("order.place", .cut)
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: .open)
      guard case .unknown = outcome else {
        Issue.record("\(outcome)")
        return
      }
      await stage.sink.recorder.until("disconnected")
      #expect(stage.venue.count("order.place") == 1)
      #expect(stage.venue.count("POST /api/v3/order") == 0, "nothing is sent twice")
    }
  }

  @Test(arguments: [true, false])
  func `sends nothing while the gate is closed`(isConnected: Bool) async throws {
    try await AccountStage.run(isConnected: isConnected) { stage in
      if isConnected { await stage.venue.until("GET /api/v3/rateLimit/order") }
      let before = stage.venue.bytes
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: SendGate { "the kill switch is on" })
      #expect(outcome == .denied(reason: "the kill switch is on"))
      // Whatever had left before would have come by the time of this answer.
      _ = await stage.account.order(orderID, of: tradedPair)
      let orders = stage.venue.asked.filter { $0.name == "order.place" || $0.name == "POST /api/v3/order" }
      #expect(orders.isEmpty)
      let lookups = stage.venue.asked.filter { $0.name == "order.status" || $0.name == "GET /api/v3/order" }
      #expect(stage.venue.bytes == before + lookups.reduce(0) { $0 + $1.text.utf8.count })
    }
  }

  @Test func `asks the gate last, when nothing else holds the order back`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script("order.place", .result(orderAnswer()))
      let asked = Mutex(0)
      let gate = SendGate {
        asked.withLock { $0 += 1 }
        return nil
      }
      _ = await stage.account.place(limitOrder(), as: orderID, gate: gate)
      #expect(asked.withLock { $0 } == 1)
      stage.account.orders.block(for: .seconds(60))
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: gate)
      #expect(outcome == .denied(reason: "the venue takes no more orders for now"))
      #expect(asked.withLock { $0 } == 1)
    }
  }

  @Test func `never sends an order again whose time was wrong, and corrects the clock`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script(
        "order.place", .error(status: 400, code: -1021, "Timestamp for this request is outside of the recvWindow."))
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: .open)
      guard case .refused = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(stage.venue.count("order.place") == 1)
      #expect(stage.clock.corrections.withLock { $0 } == 1)
    }
  }

  @Test func `takes orders back`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script(
        "order.cancel",
        .result(
          orderAnswer(status: "CANCELED", filled: "0.1", cost: "10", id: "theCancel").replacing(
            #""orderListId""#, with: #""origClientOrderId":"\#(orderID)","orderListId""#)),
        .error(status: 400, code: -2011, "Unknown order sent."),
        .error(status: 500, code: -1007, "Timeout"),
        .error(status: 400, code: -1021, "Timestamp"), .error(status: 400, code: -2011, "Unknown order sent."))
      guard case .canceled(let state) = await stage.account.cancel(orderID, of: tradedPair) else {
        Issue.record("not cancelled")
        return
      }
      #expect(state.clientOrderID == orderID.description)
      #expect(state.status == .canceled)
      #expect(state.filled == Quantity(Fixed("0.1")!))
      #expect(await stage.account.cancel(orderID, of: tradedPair) == .notOpen(reason: "-2011 Unknown order sent."))
      #expect(await stage.account.cancel(orderID, of: tradedPair) == .unknown(reason: "-1007 Timeout"))
      #expect(await stage.account.cancel(orderID, of: tradedPair) == .notOpen(reason: "-2011 Unknown order sent."))
      #expect(stage.venue.count("order.cancel") == 5)
      #expect(stage.clock.corrections.withLock { $0 } == 1)
    }
  }

  @Test func `finds its order in the list that a cancel takes back`() async throws {
    try await AccountStage.run { stage in
      let report = orderAnswer(status: "CANCELED", id: "theCancel").replacing(
        #""orderListId""#, with: #""origClientOrderId":"\#(orderID)","orderListId""#)
      let list = """
        {"orderListId":1,"contingencyType":"OCO","listOrderStatus":"ALL_DONE","listClientOrderId":"l",\
        "transactionTime":1,"symbol":"BTCUSDT","orders":[],"orderReports":[\(report)]}
        """
      stage.venue.script("order.cancel", .result(list))
      guard case .canceled(let state) = await stage.account.cancel(orderID, of: tradedPair) else {
        Issue.record("not cancelled")
        return
      }
      #expect(state.clientOrderID == orderID.description)
    }
  }
}
