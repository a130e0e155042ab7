// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@Suite struct VenueRefusalTests {
  @Test(arguments: [
    ("BUY LIMIT 1", "-1102 Mandatory parameter 'price' was not sent, was empty/null, or malformed."),
    ("BUY MARKET 1 @100", "-1106 Parameter 'price' sent when not required."),
    ("BUY MARKET 1 IOC", "-1106 Parameter 'timeInForce' sent when not required."),
    ("BUY LIMIT 1 @99 stop 98", "-1106 Parameter 'stopPrice' sent when not required."),
    ("BUY LIMIT worth 5 @99", "-1102 Mandatory parameter 'quantity' was not sent, was empty/null, or malformed."),
    ("SELL STOP_LOSS 1", "-1102 Param 'stopPrice' or 'trailingDelta' must be sent, but both were empty/null!"),
    ("BUY LIMIT 1.000000001 @99", "-1111 Parameter 'quantity' has too much precision."),
    ("BUY LIMIT 1 @99.000000001", "-1111 Parameter 'price' has too much precision."),
    ("BUY LIMIT 1 @99.001", "-1013 Filter failure: PRICE_FILTER"),
    ("BUY LIMIT 0.001 @99", "-1013 Filter failure: LOT_SIZE"),
    ("BUY LIMIT 0.05 @99", "-1013 Filter failure: NOTIONAL"), ("BUY MARKET worth 4", "-1013 Filter failure: NOTIONAL"),
    ("BUY LIMIT 11 @99", "-2010 Account has insufficient balance for requested action."),
    ("SELL LIMIT 11 @101", "-2010 Account has insufficient balance for requested action."),
    ("SELL MARKET 11", "-2010 Account has insufficient balance for requested action."),
    ("BUY MARKET 10", "-2010 Account has insufficient balance for requested action."),
    ("SELL STOP_LOSS 1 stop 100", "-2010 Order would trigger immediately."),
    ("SELL TAKE_PROFIT 1 stop 99", "-2010 Order would trigger immediately."),
    ("BUY STOP_LOSS_LIMIT 1 @99 stop 99", "-2010 Order would trigger immediately."),
    ("BUY TAKE_PROFIT 1 stop 101", "-2010 Order would trigger immediately."),
    ("BUY LIMIT 1 @99 iceberg 2", "-2010 IcebergQty exceeds QTY."),
    (
      "BUY LIMIT 1 @99 stp TRANSFER",
      "-1013 This symbol does not allow the specified self-trade prevention mode."
    ),
  ])
  func `a bad order is refused in Binance's words and changes nothing`(order: String, refusal: String) throws {
    var desk = try VenueDesk()
    #expect(try desk.place(order) == refusal)
    #expect(try desk.balance("USDT") == "1000+0")
    #expect(desk.events().isEmpty)
    #expect(desk.orders().isEmpty)
  }

  @Test(arguments: [
    (TradingStatus.halt, "-1013 Market is closed.", "-2011 Market is closed."),
    (.break, "-1013 Market is closed.", "-2011 Market is closed."),
    (.cancelOnly, "-1013 Market is closed.", "CANCELED 0/1 for 0"),
  ])
  func `a pair that doesn't trade takes no orders, and cancels only where it is said`(
    status: TradingStatus, placed: String, canceled: String
  ) throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @90", as: "rest")
    desk.market.rules.status = status
    #expect(try desk.place("BUY LIMIT 1 @90") == placed)
    #expect(desk.cancel("rest") == canceled)
  }

  @Test func `a client's name is taken while its order is open`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @90", as: "mine")
    #expect(try desk.place("BUY LIMIT 1 @91", as: "mine") == "-2010 Duplicate order sent.")
    #expect(try desk.place("BUY LIMIT 1 @91", as: "mine", by: bob) == "NEW 0/1 for 0")
    desk.cancel("mine")
    #expect(try desk.place("BUY LIMIT 2 @91", as: "mine") == "NEW 0/2 for 0")
    #expect(desk.order(called: "mine") == "NEW 0/2 for 0")
  }

  @Test func `an account may have only so much open`() throws {
    var desk = try VenueDesk()
    for _ in 0..<3 { try desk.place("SELL STOP_LOSS 1 stop 90") }
    #expect(try desk.place("SELL STOP_LOSS 1 stop 90") == "-2010 Filter failure: MAX_NUM_ALGO_ORDERS")
    for _ in 0..<5 { try desk.place("BUY LIMIT 0.1 @90") }
    #expect(try desk.place("BUY LIMIT 0.1 @90") == "-2010 Filter failure: MAX_NUM_ORDERS")
    #expect(try desk.place("BUY LIMIT 0.1 @90", by: bob) == "NEW 0/0.1 for 0")
  }

  @Test func `an account that may not trade can still take back`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @90", as: "rest")
    desk.venue.update(alice) { $0.canTrade = false }
    #expect(try desk.place("BUY LIMIT 1 @90") == "-2010 This action is disabled on this account.")
    #expect(desk.cancel("rest") == "CANCELED 0/1 for 0")
  }

  @Test func `an empty book has nothing for an order by value`() throws {
    var desk = try VenueDesk()
    desk.market.depth = Depth()
    #expect(
      try desk.place("BUY MARKET worth 50") == "-2010 Order book liquidity is less than symbol minimum quantity.")
    #expect(try desk.place("BUY MARKET 1") == "EXPIRED 0/1 for 0 INSUFFICIENT_LIQUIDITY")
  }

  @Test func `what the venue picks for an order by value passes the lot filters or is refused`() throws {
    var desk = try VenueDesk()
    desk.market.rules.lot.minimum = Quantity(try fixed("0.1"))
    #expect(try desk.place("BUY MARKET worth 6") == "-1013 Filter failure: LOT_SIZE")
    desk.market.depth.asks = [DepthLevel(price: Price(101), quantity: Quantity(try fixed("0.05")))]
    desk.market.rules.lot.minimum = Quantity(1)
    #expect(
      try desk.place("BUY MARKET worth 50")
        == "-2010 Order book liquidity is less than `LOT_SIZE` filter minimum quantity.")
    desk.market.rules.lot.maximum = Quantity(2)
    desk.market.depth.asks = [DepthLevel(price: Price(101), quantity: Quantity(9))]
    #expect(try desk.place("BUY MARKET worth 500") == "FILLED 2/2 for 202")
  }

  @Test func `a test order is judged by the entrance alone`() throws {
    var desk = try VenueDesk()
    let bad = try desk.order("BUY LIMIT 1 @99.001")
    let unfunded = try desk.order("BUY LIMIT 100 @99")
    #expect(throws: VenueRefusal(code: -1013, message: "Filter failure: PRICE_FILTER")) {
      try desk.venue.test(bad, by: alice, in: desk.market)
    }
    #expect(throws: Never.self) { try desk.venue.test(unfunded, by: alice, in: desk.market) }
  }

  @Test func `unfilled orders are counted by windows, and fills give back`() throws {
    var desk = try VenueDesk(
      VenueSettings(orderLimits: [VenueOrderLimit(3, per: 10, .second), VenueOrderLimit(5, per: 1, .day)]))
    func counts() -> [Int] {
      desk.venue.orderCounts(of: alice, at: desk.time).map(\.count)
    }
    try desk.place("BUY LIMIT 0.1 @90", as: "first")
    // Two fills of one order give back once.
    try desk.place("BUY MARKET 6")
    #expect(counts() == [1, 1])
    try desk.oco("SELL LIMIT_MAKER 1 @110", "SELL STOP_LOSS 1 stop 90")
    #expect(counts() == [3, 3])
    #expect(
      try desk.place("BUY LIMIT 0.1 @90") == "-1015 Too many new orders; current limit is 3 orders per 10 SECOND.")
    desk.now += 10_000
    #expect(counts() == [0, 3])
    try desk.place("BUY LIMIT 0.1 @90")
    try desk.place("BUY LIMIT 0.1 @90")
    #expect(
      try desk.place("BUY LIMIT 0.1 @90") == "-1015 Too many new orders; current limit is 5 orders per 1 DAY.")
    try desk.trade("89", "0.1")
    #expect(desk.order(called: "first") == "FILLED 0.1/0.1 for 9")
    #expect(counts() == [0, 0])
  }
}
