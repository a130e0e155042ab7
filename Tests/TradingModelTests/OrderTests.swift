// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@Suite struct OrderTests {
  @Test func `a new order is submitting and empty`() {
    let order = makeOrder()
    #expect(order.status == .submitting)
    #expect(order.filled == .zero)
    #expect(order.remaining == Quantity(10))
    #expect(order.averagePrice == nil)
    #expect(order.updatedAt == order.createdAt)
  }

  @Test func `fills add up`() throws {
    var order = makeOrder()
    try order.record(.accepted, exchangeOrderID: "28", at: time(1))
    try order.book(fill("4", at: "100", fee: "0.4", time: 2))
    #expect(order.status == .partiallyFilled)
    try order.book(fill("6", at: "90", fee: "0.54", time: 3))
    #expect(order.status == .filled)
    #expect(order.filled == Quantity(10))
    #expect(order.remaining == .zero)
    #expect(order.cost == Money(940))
    #expect(order.fee == Money(Fixed("0.94")!))
    #expect(order.averagePrice == Price(94))
    #expect(order.exchangeOrderID == "28")
    #expect(order.updatedAt == time(3))
  }

  @Test func `a fill larger than what is left is booked, and the order says by how much`() throws {
    var order = makeOrder()
    try order.book(fill("7", at: "100", time: 1))
    #expect(order.overfill == .zero)
    try order.book(fill("3.5", at: "100", time: 2))
    #expect(order.status == .filled)
    #expect(order.overfill == Quantity(Fixed("0.5")!))
    #expect(order.remaining == .zero)
    try order.book(fill("1", at: "100", time: 3))
    #expect(order.overfill == Quantity(Fixed("1.5")!))
    #expect(order.cost == Money(1150))
  }

  @Test(arguments: ["0", "-1"])
  func `a fill of nothing is refused, and changes nothing`(quantity: String) {
    var order = makeOrder()
    let before = order
    #expect(throws: OrderContradiction.emptyFill(Quantity(Fixed(quantity)!))) {
      try order.book(fill(quantity, at: "100", time: 1))
    }
    #expect(order == before)
  }

  @Test func `a fill that crossed with a cancel is booked`() throws {
    var order = makeOrder()
    try order.record(.accepted, at: time(1))
    try order.book(fill("2", at: "100", time: 2))
    try order.record(.canceled, at: time(5))
    try order.book(fill("3", at: "100", time: 3))
    #expect(order.status == .canceled)
    #expect(order.filled == Quantity(5))
    #expect(order.updatedAt == time(5))
    try order.book(fill("5", at: "100", time: 4))
    #expect(order.status == .filled)
  }

  @Test func `an order believed refused comes back when the venue shows that it has it`() throws {
    var order = makeOrder()
    try order.record(.refused, at: time(1))
    try order.book(fill("1", at: "100", time: 2))
    #expect(order.status == .partiallyFilled)
    #expect(order.remaining == Quantity(9))
  }

  @Test func `a fill whose value can't be represented is refused, and changes nothing`() {
    var order = makeOrder(quantity: "999999999999999")
    let before = order
    #expect(throws: OrderContradiction.arithmetic(.overflow)) {
      try order.book(fill("999999999999999", at: "999999999999999", time: 1))
    }
    #expect(order == before)
  }

  @Test func `keeps the first number that the exchange gave it`() throws {
    var order = makeOrder()
    try order.record(.replyLost, at: time(1))
    #expect(order.exchangeOrderID == nil)
    try order.record(.accepted, exchangeOrderID: "28", at: time(2))
    try order.record(.accepted, exchangeOrderID: "29", at: time(3))
    #expect(order.exchangeOrderID == "28")
  }

  @Test func `stored progress restores the order`() throws {
    var order = makeOrder()
    let fresh = order
    try order.record(.accepted, exchangeOrderID: "28", at: time(1))
    try order.book(fill("4", at: "100", fee: "0.4", time: 2))
    let progress = Order.Progress(
      status: order.status, exchangeOrderID: order.exchangeOrderID, filled: order.filled, cost: order.cost,
      fee: order.fee, updatedAt: order.updatedAt)
    #expect(fresh.restored(progress) == order)
  }

  private func makeOrder(quantity: String = "10") -> Order {
    Order(
      id: OrderID(1), clientOrderID: ClientOrderID(epoch: 1, bot: BotNumber(1), sequence: 1), trade: TradeID(1),
      purpose: .entry,
      terms: OrderTerms(
        pair: Pair("BTC/USDT")!, side: .buy, kind: .limit(Price(100)), quantity: Quantity(Fixed(quantity)!)),
      reason: "ema_up", createdAt: time(0))
  }

  private func fill(_ quantity: String, at price: String, fee: String = "0", time seconds: Int64) -> Fill {
    Fill(
      id: FillID("\(seconds)"), order: OrderID(1), price: Price(Fixed(price)!), quantity: Quantity(Fixed(quantity)!),
      fee: Money(Fixed(fee)!), time: time(seconds))
  }

  private func time(_ seconds: Int64) -> Instant { Instant(milliseconds: 1_795_216_236_000 + seconds * 1000) }
}
