// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

func level(_ price: String, _ quantity: String) -> DepthLevel {
  DepthLevel(price: Price(Fixed(price)!), quantity: Quantity(Fixed(quantity)!))
}

private func change(_ id: Int64, bids: [DepthLevel] = [], asks: [DepthLevel] = []) -> BookChange {
  BookChange(firstUpdateID: id, lastUpdateID: id, time: .epoch, depth: Depth(bids: bids, asks: asks))
}

private let snapshot = BookSnapshot(
  lastUpdateID: 5,
  depth: Depth(
    bids: [level("9.9", "1"), level("9.8", "2"), level("9.5", "4")],
    asks: [level("10", "1"), level("10.00000001", "0.5"), level("11", "3")]))

@Suite struct OrderBookTests {
  @Test func `shows both sides from the best price on`() {
    let book = OrderBook(snapshot, limit: 100)
    #expect(book.lastUpdateID == 5)
    #expect(book.bestBid == level("9.9", "1"))
    #expect(book.bestAsk == level("10", "1"))
    #expect(book.depth(levels: 10) == snapshot.depth)
    let top = Depth(
      bids: [level("9.9", "1"), level("9.8", "2")], asks: [level("10", "1"), level("10.00000001", "0.5")])
    #expect(book.depth(levels: 2) == top)
    #expect(book.depth(levels: 0) == Depth())
    #expect(book.depth(levels: -1) == Depth())
  }

  @Test func `sets, adds and takes away levels`() {
    var book = OrderBook(snapshot, limit: 100)
    book.apply(
      change(
        6, bids: [level("9.9", "0"), level("9.85", "7"), level("9.5", "5"), level("3", "0")],
        asks: [level("9.95", "2"), level("12", "1"), level("10", "0")]))
    let expected = Depth(
      bids: [level("9.85", "7"), level("9.8", "2"), level("9.5", "5")],
      asks: [level("9.95", "2"), level("10.00000001", "0.5"), level("11", "3"), level("12", "1")])
    #expect(book.depth(levels: 10) == expected)
    #expect(book.lastUpdateID == 6)
    #expect(!book.isCrossed)
  }

  @Test func `adds up volume exactly up to a price`() {
    let book = OrderBook(snapshot, limit: 100)
    #expect(book.askVolume(upTo: Price(Fixed("9.99")!)) == .zero)
    #expect(book.askVolume(upTo: Price(Fixed("10.00000001")!)) == Quantity(Fixed("1.5")!))
    #expect(book.askVolume(upTo: Price(100)) == Quantity(Fixed("4.5")!))
    #expect(book.bidVolume(downTo: Price(10)) == .zero)
    #expect(book.bidVolume(downTo: Price(Fixed("9.8")!)) == Quantity(3))
    #expect(book.bidVolume(downTo: .zero) == Quantity(7))
  }

  @Test func `knows nothing beyond what a snapshot showed`() {
    var book = OrderBook(snapshot, limit: 3)
    #expect(book.askVolume(upTo: Price(11)) == Quantity(Fixed("4.5")!))
    #expect(book.askVolume(upTo: Price(Fixed("11.1")!)) == nil)
    #expect(book.bidVolume(downTo: Price(Fixed("9.5")!)) == Quantity(7))
    #expect(book.bidVolume(downTo: Price(Fixed("9.4")!)) == nil)
    book.apply(change(6, bids: [level("9.4", "1")], asks: [level("12", "1")]))
    #expect(book.depth(levels: 10) == snapshot.depth)
  }

  @Test func `says when too little is left of what a snapshot showed`() {
    var book = OrderBook(snapshot, limit: 3)
    book.apply(change(6, bids: [level("9.9", "0"), level("9.8", "0")]))
    #expect(!book.isThin)
    book.apply(change(7, bids: [level("9.5", "0")]))
    #expect(book.isThin)
    #expect(book.bestBid == nil)
    var whole = OrderBook(snapshot, limit: 4)
    whole.apply(change(6, bids: [level("9.9", "0"), level("9.8", "0"), level("9.5", "0")]))
    #expect(!whole.isThin)
  }

  @Test func `says when it is crossed`() {
    var book = OrderBook(snapshot, limit: 100)
    book.apply(change(6, bids: [level("10", "1")]))
    #expect(book.isCrossed)
  }

  @Test func `tells what has to be done to a book so that it becomes another`() {
    var next = OrderBook(snapshot, limit: 100)
    next.apply(change(6, bids: [level("9.9", "0"), level("9.7", "7")], asks: [level("9.95", "2"), level("11", "1")]))
    let changes = snapshot.depth.changes(to: next.depth(levels: 100))
    var again = OrderBook(snapshot, limit: 100)
    again.apply(change(6, bids: changes.bids, asks: changes.asks))
    #expect(again == next)
  }
}
