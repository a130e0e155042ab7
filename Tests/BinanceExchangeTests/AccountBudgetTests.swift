// SPDX-License-Identifier: Apache-2.0

import Ports
import Synchronization
import Testing
import TradingModel

@testable import BinanceExchange
@testable import TestKit

@Suite(.timeLimit(.minutes(5))) struct AccountBudgetTests {
  @Test(arguments: [429, 418])
  func `sends nothing for as long as the venue says, over REST`(status: Int) async throws {
    try await AccountStage.run(isConnected: false) { stage in
      stage.venue.script(
        "POST /api/v3/order", .error(status: status, code: -1003, "Too many", headers: ["Retry-After": "60"]),
        .result(orderAnswer()))
      let outcome = await stage.account.place(limitOrder(), as: orderID, gate: .open)
      #expect(outcome == .refused(reason: "-1003 Too many"))
      async let next = stage.account.place(limitOrder(), as: orderID, gate: .open)
      await stage.manual.untilSleeping { $0 == .seconds(2) }
      stage.manual.advance(by: .seconds(2))
      #expect(await next == .denied(reason: "the request budget leaves no room within 2.0 seconds"))
      #expect(stage.venue.count("POST /api/v3/order") == 1)
      stage.manual.advance(by: .seconds(60))
      guard case .accepted = await stage.account.place(limitOrder(), as: orderID, gate: .open) else {
        Issue.record("it may be sent again")
        return
      }
    }
  }

  @Test func `goes by the moment that the WebSocket API names`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script(
        "order.status",
        .error(
          status: 418, code: -1003, "banned",
          data: #"{"serverTime":1700000000000,"retryAfter":1700000005000}"#))
      _ = await stage.account.order(orderID, of: tradedPair)
      #expect(stage.rest.budget.blockedFor == .seconds(5))
    }
  }

  @Test func `counts orders as the venue does, and keeps exits free`() async throws {
    try await AccountStage.run { stage in
      await stage.venue.until("GET /api/v3/rateLimit/order")
      let limits = #"[{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":10,"count":8}]"#
      stage.venue.script("order.place", .result(orderAnswer(), limits: limits))
      guard case .accepted = await stage.account.place(limitOrder(), as: orderID, gate: .open) else {
        Issue.record("the first is free")
        return
      }
      let entry = await stage.account.place(limitOrder(), as: orderID, gate: .open)
      guard case .denied(let reason) = entry else {
        Issue.record("\(entry)")
        return
      }
      #expect(reason.contains("of at most 8"))
      guard case .accepted = await stage.account.place(limitOrder(.exit), as: orderID, gate: .open) else {
        Issue.record("an exit may still be sent")
        return
      }
    }
  }

  @Test func `takes too many orders for no ban on cancels`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script(
        "order.place",
        .error(status: 429, code: -1015, "Too many new orders; current limit is 10 orders per 10 SECOND."))
      stage.venue.script("order.cancel", .error(status: 400, code: -2011, "Unknown order sent."))
      guard case .refused = await stage.account.place(limitOrder(), as: orderID, gate: .open) else {
        Issue.record("that is a refusal")
        return
      }
      guard case .denied = await stage.account.place(limitOrder(.exit), as: orderID, gate: .open) else {
        Issue.record("orders have to wait")
        return
      }
      #expect(await stage.account.cancel(orderID, of: tradedPair) == .notOpen(reason: "-2011 Unknown order sent."))
      #expect(stage.rest.budget.blockedFor == nil)
    }
  }

  @Test func `reads order counts of REST's headers, and waits as long as they say`() async throws {
    try await AccountStage.run(isConnected: false) { stage in
      stage.venue.script(
        "POST /api/v3/order",
        .error(
          status: 429, code: -1015, "Too many new orders",
          headers: ["Retry-After": "8", "X-MBX-ORDER-COUNT-10S": "100", "X-MBX-ORDER-COUNT-1D": "x"]),
        .result(orderAnswer()))
      guard case .refused = await stage.account.place(limitOrder(), as: orderID, gate: .open) else {
        Issue.record("that is a refusal")
        return
      }
      #expect(stage.rest.budget.blockedFor == nil)
      guard case .denied = await stage.account.place(limitOrder(.exit), as: orderID, gate: .open) else {
        Issue.record("orders have to wait")
        return
      }
      stage.clock.time.withLock { $0 = Instant(milliseconds: 1_700_000_010_000) }
      guard case .accepted = await stage.account.place(limitOrder(.exit), as: orderID, gate: .open) else {
        Issue.record("the window is over")
        return
      }
    }
  }

  @Test func `takes a cancel past queries that hang, however many there are`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script("order.status", .silence)
      stage.venue.script("order.cancel", .error(status: 400, code: -2011, "Unknown order sent."))
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<40 { group.addTask { _ = await stage.account.order(orderID, of: tradedPair) } }
        await stage.venue.until("order.status", count: 40)
        #expect(await stage.account.cancel(orderID, of: tradedPair) == .notOpen(reason: "-2011 Unknown order sent."))
        group.cancelAll()
      }
    }
  }

  @Test func `gives the budget back what it took`() async throws {
    try await AccountStage.run { stage in
      await stage.venue.until("GET /api/v3/rateLimit/order")
      stage.venue.script("order.place", .result(orderAnswer()), .cut)
      for _ in 0..<2 { _ = await stage.account.place(limitOrder(), as: orderID, gate: .open) }
      let tickets = RequestLane.allCases.map { stage.rest.budget.waiting[$0] ?? 0 }
      #expect(tickets.allSatisfy { $0 == 0 })
      #expect(stage.account.api.state.withLock { $0.pending.isEmpty })
    }
  }
}
