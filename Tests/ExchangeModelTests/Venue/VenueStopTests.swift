// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@Suite struct VenueStopTests {
  @Test(arguments: [
    ("SELL STOP_LOSS 1 stop 95", "95.01", "95"), ("SELL TAKE_PROFIT 1 stop 105", "104.99", "105"),
    ("BUY STOP_LOSS 1 stop 105", "104.99", "105.5"), ("BUY TAKE_PROFIT 1 stop 95", "95.01", "94"),
    ("SELL STOP_LOSS_LIMIT 1 @99 stop 95", "96", "95"), ("BUY TAKE_PROFIT_LIMIT 1 @101 stop 95", "96", "95"),
  ])
  func `a stop order wakes when the last price reaches its own`(order: String, before: String, at: String) throws {
    var desk = try VenueDesk()
    #expect(try desk.place(order, as: "stop") == "NEW 0/1 for 0")
    let record = try desk.venue.order(VenueOrderName(clientOrderID: "stop"), of: desk.pair, by: alice)
    #expect(!record.isWorking && record.workingTime == nil)
    try desk.trade(before)
    #expect(desk.order(called: "stop") == "NEW 0/1 for 0")
    try desk.trade(at)
    #expect(desk.order(called: "stop") == (order.hasPrefix("BUY") ? "FILLED 1/1 for 101" : "FILLED 1/1 for 99"))
    let kinds = desk.events().filter { $0.hasPrefix("1 ") }
    #expect(kinds == ["1 NEW NEW", "1 NEW NEW", "1 TRADE FILLED"])
  }

  @Test func `a stop order with a limit rests where the limit isn't met`() throws {
    var desk = try VenueDesk()
    try desk.place("SELL STOP_LOSS_LIMIT 1 @99.5 stop 99", as: "stop")
    try desk.trade("99")
    #expect(desk.order(called: "stop") == "NEW 0/1 for 0")
    #expect(try desk.venue.order(VenueOrderName(clientOrderID: "stop"), of: desk.pair, by: alice).isWorking)
    try desk.trade("99.6")
    #expect(desk.order(called: "stop") == "FILLED 1/1 for 99.5")
  }

  @Test func `a buy without a limit that can't be paid when it wakes ends`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY STOP_LOSS 9.5 stop 105", as: "stop")
    #expect(try desk.balance("USDT") == "2.5+997.5")
    desk.market.depth.asks = [DepthLevel(price: Price(110), quantity: Quantity(20))]
    try desk.trade("105")
    #expect(desk.order(called: "stop") == "EXPIRED 0/9.5 for 0 REJECTED INSUFFICIENT_BALANCES")
    #expect(try desk.balance("USDT") == "1000+0")
  }

  @Test(arguments: [
    // Scenarios of the vendor's documents: a price to begin at, the way there, and the price that wakes.
    ("BUY STOP_LOSS_LIMIT 1 @150 stop 110 trail 500", ["92.5", "112.5", "115", "105", "110.2"], "110.25"),
    ("SELL STOP_LOSS_LIMIT 1 @50 stop 97.5 trail 1000", ["103", "97.5", "92.5", "102.5", "92.26"], "92.25"),
    ("BUY TAKE_PROFIT_LIMIT 1 @150 stop 95 trail 850", ["105", "95", "92.5", "97.5", "100.36"], "100.37"),
    ("SELL TAKE_PROFIT_LIMIT 1 @50 stop 105 trail 750", ["97.5", "112.5", "116.25", "107.54"], "107.53"),
    ("SELL STOP_LOSS_LIMIT 1 @50 trail 700", ["105", "98.75", "113.75", "105.8"], "105.78"),
  ])
  func `a trailing stop follows the price and wakes when it turns`(
    order: String, way: [String], wakes: String
  ) throws {
    var desk = try VenueDesk()
    try desk.place(order, as: "stop")
    for price in way {
      try desk.trade(price, "0.01")
      #expect(desk.order(called: "stop") == "NEW 0/1 for 0", "at \(price)")
    }
    try desk.trade(wakes, "0.01")
    #expect(desk.order(called: "stop").hasPrefix("FILLED"))
  }
}
