// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@Suite struct VenuePreventionTests {
  @Test(arguments: [
    ("NONE", "FILLED 2/2 for 200", "PARTIALLY_FILLED 2/3 for 200"),
    ("EXPIRE_TAKER", "EXPIRED_IN_MATCH 0/2 for 0", "NEW 0/3 for 0"),
    ("EXPIRE_MAKER", "FILLED 2/2 for 202", "EXPIRED_IN_MATCH 0/3 for 0"),
    ("EXPIRE_BOTH", "EXPIRED_IN_MATCH 0/2 for 0", "EXPIRED_IN_MATCH 0/3 for 0"),
    ("DECREMENT", "EXPIRED_IN_MATCH 0/2 for 0", "NEW 0/3 for 0"),
  ])
  func `the taker's mode decides what becomes of two orders of one account`(
    mode: String, taker: String, maker: String
  ) throws {
    var desk = try VenueDesk()
    try desk.place("SELL LIMIT 3 @100", as: "maker")
    #expect(try desk.place("BUY LIMIT 2 @101 stp \(mode)", as: "taker") == taker)
    #expect(desk.order(called: "maker") == maker)
    let isPrevented = mode != "NONE"
    #expect(desk.venue.preventedMatches(of: desk.pair, by: alice).count == (isPrevented ? 1 : 0))
  }

  @Test func `decrement takes what would have matched from both`() throws {
    var desk = try VenueDesk()
    try desk.place("SELL LIMIT 3 @100", as: "maker")
    _ = desk.events()
    #expect(try desk.place("BUY LIMIT 4 @101 stp DECREMENT", as: "taker") == "FILLED 1/4 for 101")
    #expect(desk.order(called: "maker") == "EXPIRED_IN_MATCH 0/3 for 0")
    let taker = try desk.venue.order(VenueOrderName(clientOrderID: "taker"), of: desk.pair, by: alice)
    #expect(taker.prevented == Quantity(3) && taker.preventedMatchIDs == [1])
    let match = try #require(desk.venue.preventedMatches(of: desk.pair, by: alice).first)
    #expect(match.takerPrevented == Quantity(3) && match.makerPrevented == Quantity(3) && match.price == Price(100))
    #expect(
      desk.events() == [
        "2 NEW NEW", "1 TRADE_PREVENTION EXPIRED_IN_MATCH", "2 TRADE_PREVENTION NEW", "2 TRADE FILLED",
        "BTC 10.999+0, USDT 899+0",
      ])
  }

  @Test func `accounts match each other unless they are of one group`() throws {
    var desk = try VenueDesk()
    try desk.place("SELL LIMIT 1 @100", by: bob)
    #expect(try desk.place("BUY LIMIT 1 @100") == "FILLED 1/1 for 100")
    for id in [alice, bob] { desk.venue.update(id) { $0.tradeGroup = 7 } }
    try desk.place("SELL LIMIT 1 @100", by: bob)
    #expect(try desk.place("BUY LIMIT 1 @100 stp EXPIRE_TAKER") == "EXPIRED_IN_MATCH 0/1 for 0")
    let seen = [alice, bob].map { desk.venue.preventedMatches(of: desk.pair, by: $0).count }
    #expect(seen == [1, 1])
  }
}
