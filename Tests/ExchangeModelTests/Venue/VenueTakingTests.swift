// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@Suite struct VenueTakingTests {
  @Test(arguments: [
    ("BUY MARKET 1", "FILLED 1/1 for 101"), ("SELL MARKET 1", "FILLED 1/1 for 99"),
    ("BUY MARKET 7", "FILLED 7/7 for 709"), ("BUY MARKET worth 303", "FILLED 3/3 for 303"),
    ("BUY MARKET worth 303.5", "FILLED 3/3 for 303"), ("BUY MARKET worth 700", "FILLED 6.91/6.91 for 699.82"),
    ("SELL MARKET worth 200", "FILLED 2.02/2.02 for 199.98"), ("BUY LIMIT 1 @105", "FILLED 1/1 for 101"),
    ("BUY LIMIT 1 @100", "NEW 0/1 for 0"), ("SELL LIMIT 6 @98.5", "PARTIALLY_FILLED 5/6 for 495"),
    ("BUY LIMIT 6 @101 IOC", "EXPIRED 5/6 for 505 UNFILLED_IOC_QUANTITY_EXPIRED"),
    ("BUY LIMIT 1 @100 IOC", "EXPIRED 0/1 for 0 UNFILLED_IOC_QUANTITY_EXPIRED"),
    ("BUY LIMIT 6 @101 FOK", "EXPIRED 0/6 for 0 UNFILLED_FOK_ORDER_EXPIRED"),
    ("BUY LIMIT 6 @102 FOK", "FILLED 6/6 for 607"), ("SELL LIMIT_MAKER 1 @99.01", "NEW 0/1 for 0"),
    ("SELL LIMIT_MAKER 1 @99", "-2010 Order would immediately match and take."),
  ])
  func `an order takes what the book offers, level by level`(order: String, answer: String) throws {
    var desk = try VenueDesk()
    #expect(try desk.place(order) == answer)
  }

  @Test func `a market order that finds too little expires with what it got`() throws {
    var desk = try VenueDesk(funds: ["USDT": "10000", "BTC": "100"])
    #expect(try desk.place("SELL MARKET 16") == "EXPIRED 15/16 for 1470 INSUFFICIENT_LIQUIDITY")
    #expect(
      desk.events() == [
        "1 NEW NEW", "1 TRADE PARTIALLY_FILLED", "1 TRADE PARTIALLY_FILLED", "1 TRADE PARTIALLY_FILLED",
        "1 EXPIRED EXPIRED", "BTC 85+0, USDT 11468.53+0",
      ])
    // An order by value counts what would be missing at the last price there was.
    #expect(try desk.place("BUY MARKET worth 1600") == "EXPIRED 15/15.67 for 1530 INSUFFICIENT_LIQUIDITY")
  }

  @Test func `what was taken of a level stays taken until the level changes`() throws {
    var desk = try VenueDesk()
    #expect(try desk.place("BUY LIMIT 4 @101 IOC") == "FILLED 4/4 for 404")
    #expect(try desk.place("BUY LIMIT 4 @101 IOC") == "EXPIRED 1/4 for 101 UNFILLED_IOC_QUANTITY_EXPIRED")
    #expect(try desk.place("BUY MARKET 1") == "FILLED 1/1 for 102")
    desk.market.depth.asks[0] = DepthLevel(price: Price(101), quantity: Quantity(3))
    #expect(try desk.place("BUY LIMIT 1 @101 IOC") == "FILLED 1/1 for 101")
  }

  @Test func `balances move to the last digit`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 2 @100.5", as: "rest")
    #expect(try desk.balance("USDT") == "799+201")
    // The better price frees what is not needed: 105 was held, 101 was paid, 0.1 % of the coin is the fee.
    try desk.place("BUY LIMIT 1 @105")
    #expect(try desk.balance("USDT") == "698+201")
    #expect(try desk.balance("BTC") == "10.999+0")
    desk.cancel("rest")
    #expect(try desk.balance("USDT") == "899+0")
    try desk.place("SELL LIMIT 6 @99")
    #expect(try desk.balance("USDT") == "1393.505+0")
    #expect(try desk.balance("BTC") == "4.999+1")
  }

  @Test func `what is held for a price with many places covers every part of the order`() throws {
    var desk = try VenueDesk()
    desk.market.rules.price.tick = .zero
    desk.market.rules.lot.step = .zero
    desk.market.rules.notional.minimum = .zero
    try desk.place("BUY LIMIT 0.33333333 @99.12345678", as: "odd")
    #expect(try desk.balance("USDT") == "966.95884807+33.04115193")
    for _ in 0..<3 { try desk.trade("99", "0.11111111") }
    #expect(desk.order(called: "odd") == "FILLED 0.33333333/0.33333333 for 33.0411519")
    #expect(try desk.balance("USDT") == "966.9588481+0")
  }

  @Test(arguments: [
    (true, "10", "BTC 1, BNB 9.9998485"), (true, "0.0001", "BTC 0.999, BNB 0.0001"), (false, "10", "BTC 0.999, BNB 10"),
  ])
  func `fees are paid in what was received, or in BNB at a discount where there is enough`(
    usesDiscount: Bool, bnb: String, after: String
  ) throws {
    var desk = try VenueDesk(funds: ["USDT": "1000", "BNB": bnb])
    desk.venue.update(alice) { $0.usesDiscount = usesDiscount }
    // 0.1 % of 1 BTC × 0.75 at 4.95 BTC a BNB, down to 8 places.
    desk.market.discountPrices = [desk.pair.base: try price("4.95049504950")]
    try desk.place("BUY MARKET 1")
    let account = try #require(desk.venue.account(alice))
    let bnbLeft = account.balance(of: try #require(Asset("BNB"))).free
    #expect("BTC \(account.balance(of: desk.pair.base).free), BNB \(bnbLeft)" == after)
  }

  @Test func `orders of accounts match by price and time, before worse offers of others`() throws {
    var desk = try VenueDesk()
    try desk.place("SELL LIMIT 1 @100.5", as: "late and cheap", by: bob)
    try desk.place("SELL LIMIT 1 @101", as: "behind", by: bob)
    #expect(try desk.place("BUY LIMIT 8 @101") == "PARTIALLY_FILLED 7/8 for 706.5")
    #expect(desk.orders(by: bob) == ["FILLED 1/1 for 100.5", "FILLED 1/1 for 101"])
    let prices = desk.venue.trades(of: desk.pair, by: alice).map { "\($0.quantity)@\($0.price)" }
    #expect(prices == ["1@100.5", "5@101", "1@101"])
    let ids = desk.venue.trades(of: desk.pair, by: bob).map(\.id)
    #expect(ids == [1, 3])
    let rested = desk.venue.trades(of: desk.pair, by: bob).map(\.isMaker)
    #expect(!rested.contains(false))
  }
}
