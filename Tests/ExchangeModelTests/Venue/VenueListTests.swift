// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@Suite struct VenueListTests {
  @Test(arguments: [
    ("SELL LIMIT_MAKER 1 @105", "SELL LIMIT_MAKER 1 @106", "-1168 At least one OCO order must be contingent."),
    ("SELL STOP_LOSS 1 stop 95", "SELL TAKE_PROFIT 1 stop 105", "-1197 A stop loss order in a sell OCO must be below."),
    (
      "SELL TAKE_PROFIT 1 stop 105", "SELL TAKE_PROFIT 1 stop 95",
      "-1199 A take profit order in a sell OCO must be above."
    ),
    ("BUY LIMIT_MAKER 1 @105", "BUY STOP_LOSS 1 stop 95", "-1165 A limit order in a buy OCO must be below."),
    ("SELL LIMIT 1 @105", "SELL STOP_LOSS 1 stop 95", "-1158 Order type not supported in OCO."),
    ("SELL LIMIT_MAKER 1 @105", "SELL STOP_LOSS 2 stop 95", "-2010 Unsupported order combination"),
    (
      "SELL LIMIT_MAKER 1 @99.5", "SELL STOP_LOSS 1 stop 95",
      "-2010 The relationship of the prices for the orders is not correct."
    ),
    (
      "SELL LIMIT_MAKER 1 @105", "SELL STOP_LOSS 1 stop 100",
      "-2010 The relationship of the prices for the orders is not correct."
    ),
    (
      "BUY STOP_LOSS_LIMIT 1 @106 stop 100", "BUY LIMIT_MAKER 1 @95",
      "-2010 The relationship of the prices for the orders is not correct."
    ),
    (
      "SELL LIMIT_MAKER 11 @105", "SELL STOP_LOSS 11 stop 95",
      "-2010 Account has insufficient balance for requested action."
    ),
  ])
  func `an OCO whose orders don't go together is refused`(above: String, below: String, refusal: String) throws {
    var desk = try VenueDesk()
    #expect(try desk.oco(above, below) == refusal)
    #expect(try desk.balance("BTC") == "10+0")
    #expect(desk.events().isEmpty)
  }

  @Test func `an OCO holds its funds once, and a fill of one order ends the other`() throws {
    var desk = try VenueDesk()
    #expect(
      try desk.oco("SELL LIMIT_MAKER 2 @105", "SELL STOP_LOSS_LIMIT 2 @94 stop 95") == "NEW 0/2 for 0; NEW 0/2 for 0")
    #expect(try desk.balance("BTC") == "8+2")
    #expect(desk.events() == ["1 NEW NEW", "2 NEW NEW", "list EXEC_STARTED EXECUTING", "BTC 8+2"])
    try desk.trade("106", "0.5")
    #expect(desk.orders() == ["EXPIRED 0/2 for 0 OCO_TRIGGER", "PARTIALLY_FILLED 0.5/2 for 52.5"])
    #expect(try desk.balance("BTC") == "8+1.5")
    try desk.trade("106", "5")
    #expect(
      desk.events() == [
        "1 EXPIRED EXPIRED", "2 TRADE PARTIALLY_FILLED", "BTC 8+1.5, USDT 1052.4475+0", "2 TRADE FILLED",
        "list ALL_DONE ALL_DONE", "BTC 8+0, USDT 1209.79+0",
      ])
  }

  @Test func `the stop of an OCO ends the limit when it wakes`() throws {
    var desk = try VenueDesk()
    try desk.oco("SELL LIMIT_MAKER 2 @105", "SELL STOP_LOSS 2 stop 95")
    _ = desk.events()
    try desk.trade("95")
    #expect(
      desk.events() == [
        "2 EXPIRED EXPIRED", "1 NEW NEW", "1 TRADE FILLED", "list ALL_DONE ALL_DONE", "BTC 8+0, USDT 1197.802+0",
      ])
  }

  @Test func `an OCO of which self-trade prevention ends one order ends whole`() throws {
    var desk = try VenueDesk()
    try desk.oco("SELL LIMIT_MAKER 2 @100.5", "SELL STOP_LOSS 2 stop 95")
    try desk.place("BUY LIMIT 1 @100.5 stp EXPIRE_MAKER")
    #expect(desk.orders() == ["EXPIRED 0/2 for 0 OCO_TRIGGER", "EXPIRED_IN_MATCH 0/2 for 0", "NEW 0/1 for 0"])
    #expect(try desk.balance("BTC") == "10+0")
    #expect(desk.venue.openLists(by: alice).isEmpty)
  }

  @Test func `a buying OCO holds the larger need`() throws {
    var desk = try VenueDesk()
    try desk.oco("BUY STOP_LOSS_LIMIT 2 @110 stop 108", "BUY LIMIT_MAKER 2 @95")
    #expect(try desk.balance("USDT") == "780+220")
    try desk.trade("94", "1")
    #expect(desk.orders() == ["EXPIRED 0/2 for 0 OCO_TRIGGER", "PARTIALLY_FILLED 1/2 for 95"])
    #expect(try desk.balance("USDT") == "810+95")
  }

  @Test func `taking one order of a list back takes the list back`() throws {
    var desk = try VenueDesk()
    try desk.oco("SELL LIMIT_MAKER 2 @105", "SELL STOP_LOSS 2 stop 95")
    _ = desk.events()
    #expect(desk.cancel("order-2") == "CANCELED 0/2 for 0; CANCELED 0/2 for 0")
    #expect(desk.events() == ["1 CANCELED CANCELED", "2 CANCELED CANCELED", "list ALL_DONE ALL_DONE", "BTC 10+0"])
    #expect(desk.venue.openLists(by: alice).isEmpty)
    let list = try desk.venue.list(listID: nil, clientListID: "list", by: alice)
    #expect(list.orderStatus == .allDone && list.contingency == .oco)
  }

  @Test func `an amendment of one order of an OCO changes both`() throws {
    var desk = try VenueDesk()
    try desk.oco("SELL LIMIT_MAKER 2 @105", "SELL STOP_LOSS 2 stop 95")
    _ = desk.events()
    #expect(try desk.amend("order-1", to: "1.5") == "NEW 0/1.5 for 0")
    #expect(desk.orders() == ["NEW 0/1.5 for 0", "NEW 0/1.5 for 0"])
    #expect(desk.events() == ["2 REPLACED NEW", "1 REPLACED NEW", "list UPDATED EXECUTING", "BTC 8.5+1.5"])
  }

  @Test func `a pending order goes live once the working order is wholly filled`() throws {
    var desk = try VenueDesk(fee: "0")
    #expect(
      try desk.oto("BUY LIMIT 2 @99.5", "SELL LIMIT 2 @104") == "NEW 0/2 for 0; PENDING_NEW 0/2 for 0")
    #expect(try desk.balance("BTC") == "10+0")
    try desk.trade("99.5", "1")
    #expect(desk.orders() == ["PARTIALLY_FILLED 1/2 for 99.5", "PENDING_NEW 0/2 for 0"])
    _ = desk.events()
    try desk.trade("99.5", "1")
    #expect(desk.orders() == ["FILLED 2/2 for 199", "NEW 0/2 for 0"])
    #expect(
      desk.events() == ["1 TRADE FILLED", "2 NEW NEW", "list UPDATED EXECUTING", "BTC 10+2, USDT 801+0"])
    try desk.trade("105", "2")
    #expect(desk.events() == ["2 TRADE FILLED", "list ALL_DONE ALL_DONE", "BTC 10+0, USDT 1009+0"])
  }

  @Test func `a working order that fills at once answers before what it triggers`() throws {
    var desk = try VenueDesk(fee: "0")
    #expect(
      try desk.otoco("BUY LIMIT 2 @101", "SELL LIMIT_MAKER 2 @105", "SELL STOP_LOSS 2 stop 95")
        == "FILLED 2/2 for 202; PENDING_NEW 0/2 for 0; PENDING_NEW 0/2 for 0")
    #expect(desk.orders().dropFirst() == ["NEW 0/2 for 0", "NEW 0/2 for 0"])
    #expect(try desk.balance("BTC") == "10+2")
    #expect(desk.venue.openLists(by: alice).map(\.contingency) == [.oto])
    try desk.trade("95")
    #expect(desk.orders().dropFirst() == ["FILLED 2/2 for 198", "EXPIRED 0/2 for 0 OCO_TRIGGER"])
    #expect(desk.venue.openLists(by: alice).isEmpty)
  }

  @Test func `what the fee took is missing for a pending order of the whole quantity`() throws {
    var desk = try VenueDesk(funds: ["USDT": "1000"])
    try desk.otoco("BUY LIMIT 2 @101", "SELL LIMIT_MAKER 2 @105", "SELL STOP_LOSS 2 stop 95")
    let rejected = "EXPIRED 0/2 for 0 REJECTED INSUFFICIENT_BALANCES"
    #expect(desk.orders() == ["FILLED 2/2 for 202", rejected, rejected])
    #expect(desk.venue.openLists(by: alice).isEmpty)
  }

  @Test func `pending orders whose prices are bad by then are refused`() throws {
    var desk = try VenueDesk(fee: "0")
    try desk.otoco("BUY LIMIT 2 @94.5", "SELL LIMIT_MAKER 2 @105", "SELL STOP_LOSS 2 stop 95")
    try desk.trade("94", "9")
    let rejected = "EXPIRED 0/2 for 0 REJECTED OCO_BAD_PRICES"
    #expect(desk.orders() == ["FILLED 2/2 for 189", rejected, rejected])
  }

  @Test func `a working order that ends unfilled ends what waits for it`() throws {
    var desk = try VenueDesk()
    try desk.oto("BUY LIMIT 6 @101 IOC", "SELL LIMIT 2 @104")
    #expect(
      desk.orders() == [
        "EXPIRED 5/6 for 505 UNFILLED_IOC_QUANTITY_EXPIRED", "EXPIRED 0/2 for 0 OTO_PHASE_ONE_EXPIRED",
      ])
    #expect(desk.venue.openLists(by: alice).isEmpty)
    try desk.oto("BUY LIMIT 1 @90", "SELL LIMIT 2 @104")
    #expect(desk.cancel("order-3") == "CANCELED 0/1 for 0; CANCELED 0/2 for 0")
  }

  @Test func `a pending market order takes as soon as it is live`() throws {
    var desk = try VenueDesk(fee: "0")
    try desk.oto("BUY LIMIT 1 @99.5", "SELL MARKET 2")
    try desk.trade("99.4", "1")
    #expect(desk.orders() == ["FILLED 1/1 for 99.5", "FILLED 2/2 for 198"])
  }

  @Test func `a list is taken back by its number or its name`() throws {
    var desk = try VenueDesk()
    try desk.oco("SELL LIMIT_MAKER 1 @105", "SELL STOP_LOSS 1 stop 95", named: "a")
    let unknown = VenueRefusal(code: -2011, message: "Unknown order sent.")
    #expect(throws: unknown) {
      try desk.venue.cancelList(of: desk.pair, listID: 9, clientListID: nil, by: alice, at: desk.time)
    }
    let report = try desk.venue.cancelList(of: desk.pair, listID: nil, clientListID: "a", by: alice, at: desk.time)
    #expect(report.list.orderStatus == .allDone)
    #expect(report.orders.map(\.order.order.kind) == [.stopLoss, .limitMaker])
    #expect(throws: unknown) {
      try desk.venue.cancelList(of: desk.pair, listID: 1, clientListID: nil, by: alice, at: desk.time)
    }
    #expect(throws: VenueRefusal(code: -2018, message: "Order list does not exist.")) {
      try desk.venue.list(listID: 9, clientListID: nil, by: alice)
    }
  }

  @Test func `lists count, and their names are taken while they are open`() throws {
    var desk = try VenueDesk()
    try desk.oco("SELL LIMIT_MAKER 1 @105", "SELL STOP_LOSS 1 stop 95", named: "a")
    #expect(
      try desk.oco("SELL LIMIT_MAKER 1 @105", "SELL STOP_LOSS 1 stop 95", named: "a") == "-2010 Duplicate order sent.")
    try desk.oco("SELL LIMIT_MAKER 1 @105", "SELL STOP_LOSS 1 stop 95", named: "b")
    #expect(
      try desk.oco("SELL LIMIT_MAKER 1 @105", "SELL STOP_LOSS 1 stop 95", named: "c")
        == "-2010 Filter failure: MAX_NUM_ORDER_LISTS")
  }
}
