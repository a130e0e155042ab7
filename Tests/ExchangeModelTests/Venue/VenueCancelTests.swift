// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@Suite struct VenueCancelTests {
  @Test func `a cancel says its own name and the order's`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @99.5", as: "mine")
    try desk.trade("99.5", "0.4")
    _ = desk.venue.takeEvents()
    #expect(desk.cancel("mine") == "CANCELED 0.4/1 for 39.8")
    let events = desk.venue.takeEvents()
    guard case .execution(let report) = try #require(events.first).kind else {
      Issue.record("the first event is a report")
      return
    }
    #expect(report.clientOrderID == "cancel" && report.originalClientOrderID == "mine" && !report.isOnBook)
    #expect(desk.cancel("mine") == "-2011 Unknown order sent.")
    #expect(desk.cancel("nobody") == "-2011 Unknown order sent.")
    #expect(try desk.balance("USDT") == "960.2+0")
  }

  @Test func `a cancel can be bound to what is filled`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @99.5", as: "mine")
    let refusal = "-2011 Order was not canceled due to cancel restrictions."
    #expect(desk.cancel("mine", only: .onlyPartiallyFilled) == refusal)
    try desk.trade("99.5", "0.4")
    #expect(desk.cancel("mine", only: .onlyNew) == refusal)
    #expect(desk.cancel("mine", only: .onlyPartiallyFilled) == "CANCELED 0.4/1 for 39.8")
  }

  @Test func `all of a pair is taken back at once, lists as lists`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @90")
    try desk.oco("SELL LIMIT_MAKER 2 @105", "SELL STOP_LOSS 2 stop 95")
    try desk.place("BUY LIMIT 1 @90", by: bob)
    let reports = try desk.venue.cancelAll(of: desk.pair, by: alice, at: desk.time)
    #expect(reports.count == 2)
    #expect(desk.venue.openOrders(by: alice).isEmpty)
    #expect(desk.venue.openOrders(by: bob).count == 1)
    #expect(throws: VenueRefusal(code: -2011, message: "Unknown order sent.")) {
      try desk.venue.cancelAll(of: desk.pair, by: alice, at: desk.time)
    }
  }

  @Test(arguments: [
    ("mine", "BUY LIMIT 2 @91", VenueReplaceRequest.Mode.stopOnFailure, "CANCELED 0/1 for 0 | NEW 0/2 for 0"),
    (
      "nobody", "BUY LIMIT 2 @91", .stopOnFailure,
      "-2011 Unknown order sent. | not attempted | -2022 Order cancel-replace failed."
    ),
    (
      "nobody", "BUY LIMIT 2 @91", .allowFailure,
      "-2011 Unknown order sent. | NEW 0/2 for 0 | -2021 Order cancel-replace partially failed."
    ),
    (
      "mine", "BUY LIMIT 20 @91", .stopOnFailure,
      "CANCELED 0/1 for 0 | -2010 Account has insufficient balance for requested action. | "
        + "-2021 Order cancel-replace partially failed."
    ),
    (
      "nobody", "BUY LIMIT 20 @91", .allowFailure,
      "-2011 Unknown order sent. | -2010 Account has insufficient balance for requested action. | "
        + "-2022 Order cancel-replace failed."
    ),
    ("mine", "BUY LIMIT 1 @91.001", .stopOnFailure, "-1013 Filter failure: PRICE_FILTER"),
  ])
  func `an order is replaced in two halves`(
    name: String, order: String, mode: VenueReplaceRequest.Mode, outcome: String
  ) throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @90", as: "mine")
    #expect(try desk.replace(name, by: order, mode: mode) == outcome)
    let isRefusedWhole = outcome.hasPrefix("-1013")
    #expect(desk.venue.orderCounts(of: alice, at: desk.time).map(\.count) == (isRefusedWhole ? [1, 1] : [2, 2]))
  }

  @Test func `beyond the order count a replacement does nothing, or cancels only`() throws {
    var desk = try VenueDesk(VenueSettings(orderLimits: [VenueOrderLimit(1, per: 10, .second)]))
    try desk.place("BUY LIMIT 1 @90", as: "mine")
    let tooMany = "-1015 Too many new orders; current limit is 1 orders per 10 SECOND."
    #expect(try desk.replace("mine", by: "BUY LIMIT 2 @91", mode: .stopOnFailure) == tooMany)
    #expect(
      try desk.replace("mine", by: "BUY LIMIT 2 @91", mode: .stopOnFailure, tooMany: .cancelOnly)
        == "CANCELED 0/1 for 0 | \(tooMany) | -2021 Order cancel-replace partially failed.")
  }

  @Test func `an order is found by its number, by its name, and by both only where they go together`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @90", as: "a")
    try desk.place("BUY LIMIT 1 @91", as: "b")
    func find(_ id: Int64?, _ name: String?) -> String {
      do throws(VenueRefusal) {
        return try desk.venue.order(VenueOrderName(id: id, clientOrderID: name), of: desk.pair, by: alice).clientOrderID
      } catch {
        return error.description
      }
    }
    #expect(find(1, nil) == "a")
    #expect(find(nil, "b") == "b")
    #expect(find(2, "b") == "b")
    #expect(find(1, "b") == "-2039 Client order ID is not correct for this order ID.")
    #expect(find(3, nil) == "-2013 Order does not exist.")
    #expect(
      find(nil, nil) == "-1102 Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!")
  }

  @Test func `orders that have ended are kept up to a bound, with their fills`() throws {
    var desk = try VenueDesk(VenueSettings(closedOrdersMax: 2))
    try desk.place("BUY LIMIT 0.1 @90", as: "open")
    for _ in 0..<4 { try desk.place("BUY MARKET 0.1") }
    #expect(desk.venue.allOrders(of: desk.pair, by: alice).map(\.id) == [1, 4, 5])
    #expect(desk.venue.trades(of: desk.pair, by: alice).map(\.orderID) == [4, 5])
    #expect(desk.order(called: "order-2") == "-2013 Order does not exist.")
  }

  @Test func `events wait up to a bound, and their numbers tell what is missing`() throws {
    var desk = try VenueDesk(VenueSettings(eventsMax: 3))
    try desk.place("BUY MARKET 0.1")
    try desk.place("BUY MARKET 0.1")
    #expect(desk.venue.takeEvents().map(\.number) == [4, 5, 6])
    #expect(desk.venue.takeEvents().isEmpty)
  }

  @Test func `deposits and withdrawals are told`() throws {
    var desk = try VenueDesk()
    let usdt = desk.pair.quote
    desk.venue.deposit(Fixed(5), of: usdt, to: alice, at: desk.time)
    try desk.venue.withdraw(Fixed(7), of: usdt, from: alice, at: desk.time)
    #expect(desk.events() == ["USDT 5", "USDT 1005+0", "USDT -7", "USDT 998+0"])
    #expect(throws: VenueRefusal.self) {
      try desk.venue.withdraw(Fixed(999), of: usdt, from: alice, at: desk.time)
    }
  }

  @Test func `after a wipe nothing is left but what is given, and numbers go on`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @90", as: "mine")
    try desk.place("BUY MARKET 1")
    _ = desk.events()
    desk.venue.wipe(at: desk.time, funds: [alice: [desk.pair.quote: Fixed(500)]])
    #expect(desk.events() == ["wiped"])
    #expect(try desk.balance("USDT") == "500+0")
    #expect(try desk.balance("BTC") == "0+0")
    #expect(desk.order(called: "mine") == "-2013 Order does not exist.")
    try desk.trade("80", "9")
    try desk.place("BUY LIMIT 1 @90", as: "mine")
    #expect(desk.venue.openOrders(by: alice).map(\.id) == [3])
  }
}
