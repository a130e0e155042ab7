// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@Suite struct VenueRestingTests {
  @Test func `what was there before an order is filled before it`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 2 @98", as: "queued")
    try desk.trade("98", "4")
    #expect(desk.order(called: "queued") == "NEW 0/2 for 0")
    try desk.trade("98", "1.5")
    #expect(desk.order(called: "queued") == "PARTIALLY_FILLED 0.5/2 for 49")
    try desk.trade("98", "0.25")
    #expect(desk.order(called: "queued") == "PARTIALLY_FILLED 0.75/2 for 73.5")
    try desk.trade("98", "9")
    #expect(desk.order(called: "queued") == "FILLED 2/2 for 196")
    let rested = desk.venue.trades(of: desk.pair, by: alice).map(\.isMaker)
    #expect(!rested.contains(false))
  }

  @Test func `a trade beyond an order's price fills it, at its price and no more than was traded`() throws {
    var desk = try VenueDesk()
    try desk.place("SELL LIMIT 2 @102", as: "lower")
    try desk.place("SELL LIMIT 2 @103", as: "higher")
    try desk.trade("101.99", "9")
    #expect(desk.orders() == ["NEW 0/2 for 0", "NEW 0/2 for 0"])
    try desk.trade("103.5", "3")
    #expect(desk.orders() == ["FILLED 2/2 for 204", "PARTIALLY_FILLED 1/2 for 103"])
    // Nothing comes before it any more.
    try desk.trade("103", "1")
    #expect(desk.order(called: "higher") == "FILLED 2/2 for 206")
  }

  @Test func `orders at one price share a trade by time`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @98", as: "first")
    try desk.place("BUY LIMIT 1 @98", as: "second", by: bob)
    try desk.trade("98", "6.25")
    #expect(desk.order(called: "first") == "FILLED 1/1 for 98")
    #expect(desk.order(called: "second", by: bob) == "PARTIALLY_FILLED 0.25/1 for 24.5")
  }

  @Test func `an order between the levels is first in its queue`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @99.5", as: "alone")
    try desk.trade("99.5", "0.4")
    #expect(desk.order(called: "alone") == "PARTIALLY_FILLED 0.4/1 for 39.8")
  }

  @Test func `what an account takes of a level moves up those that wait there`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 1 @99", as: "queued")
    try desk.place("SELL MARKET 4", by: bob)
    try desk.trade("99", "1.5")
    #expect(desk.order(called: "queued") == "PARTIALLY_FILLED 0.5/1 for 49.5")
  }

  @Test func `an amendment keeps the place in the queue`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 2 @98", as: "queued")
    try desk.place("BUY LIMIT 2 @98", as: "behind")
    try desk.trade("98", "5")
    #expect(try desk.amend("queued", to: "1") == "NEW 0/1 for 0")
    #expect(try desk.balance("USDT") == "706+294")
    try desk.trade("98", "1.5")
    #expect(desk.orders() == ["FILLED 1/1 for 98", "PARTIALLY_FILLED 0.5/2 for 49"])
    #expect(desk.order(called: "amended") == "FILLED 1/1 for 98")
    #expect(desk.order(called: "queued") == "-2013 Order does not exist.")
  }

  @Test func `amendments have rules`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 3 @99.5", as: "a")
    let quantityRefusals = [
      ("3", "-2038 The requested action would change no state; rejecting"),
      ("4", "-2038 Order amend (quantity increase) is not supported."), ("0.01", "-1013 Filter failure: NOTIONAL"),
    ]
    for (quantity, refusal) in quantityRefusals { #expect(try desk.amend("a", to: quantity) == refusal) }
    #expect(try desk.amend("nobody", to: "1") == "-2038 Unknown order sent.")
    #expect(try desk.amend("a", to: "2.5", as: "a") == "NEW 0/2.5 for 0")
    try desk.trade("99.5", "1")
    #expect(try desk.amend("a", to: "1", as: "a") == "EXPIRED 1/1 for 99.5 EXCHANGE_CANCELED")
    #expect(try desk.balance("USDT") == "900.5+0")
    let id = try #require(desk.venue.allOrders(of: desk.pair, by: alice).first).id
    let rows = desk.venue.amendments(ofOrder: id, by: alice).map { "\($0.originalQuantity) \($0.newQuantity)" }
    #expect(rows == ["3 2.5", "2.5 1"])
  }

  @Test func `what an iceberg shows shrinks only where the whole becomes smaller than it`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 3 @90 iceberg 1", as: "a")
    func shown() -> Quantity? { desk.venue.openOrders(by: alice).first?.order.icebergQuantity }
    try desk.amend("a", to: "2", as: "a")
    #expect(shown() == Quantity(1))
    try desk.amend("a", to: "0.5", as: "a")
    #expect(shown() == Quantity(try fixed("0.5")))
  }

  @Test func `an order may be amended only so often`() throws {
    var desk = try VenueDesk()
    try desk.place("BUY LIMIT 3 @90", as: "a")
    try desk.amend("a", to: "2.5", as: "a")
    try desk.amend("a", to: "2", as: "a")
    #expect(try desk.amend("a", to: "1", as: "a") == "-2038 Filter failure: MAX_NUM_ORDER_AMENDS")
  }
}
