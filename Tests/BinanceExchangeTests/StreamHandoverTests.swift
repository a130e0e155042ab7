// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import Testing
import TradingModel

@testable import BinanceExchange
@testable import TestKit

private let bitcoin = Pair("BTC/USDT")!
private let key = SeriesKey(pair: bitcoin, timeframe: .oneMinute)

private func trade(_ id: Int64) -> StreamMessage {
  .trade(
    bitcoin,
    PublicTrade(id: id, time: .epoch, price: Price(1), quantity: Quantity(1), isBuyerMaker: true), eventTime: .epoch)
}

private func candle(_ minute: Int64, isClosed: Bool) -> StreamMessage {
  let candle = Candle(
    openTime: Instant(milliseconds: minute * 60_000), open: Price(1), high: Price(1), low: Price(1), close: Price(1),
    volume: Quantity(1))
  return .candle(CandleUpdate(key: key, candle: candle, isClosed: isClosed, eventTime: .epoch))
}

private func aggregate(_ id: Int64) -> StreamMessage {
  .aggregate(
    bitcoin,
    AggregateTrade(
      id: id, firstTradeID: id, lastTradeID: id, time: .epoch, price: Price(1), quantity: Quantity(1),
      isBuyerMaker: true), eventTime: .epoch)
}

private func change(_ ids: ClosedRange<Int64>) -> StreamMessage {
  .book(
    bitcoin,
    BookChange(firstUpdateID: ids.lowerBound, lastUpdateID: ids.upperBound, time: .epoch, depth: Depth()))
}

private let quote = StreamMessage.quote(
  bitcoin, Quote(bid: Price(1), bidQuantity: Quantity(1), ask: Price(2), askQuantity: Quantity(1)))

@Suite struct StreamHandoverTests {
  private let old = 1
  private let new = 2

  @Test func `hands trades and closed candles on once, from whichever socket is first`() {
    var handover = StreamHandover(successor: new)
    let said = [
      handover.admits(trade(5), from: old), handover.admits(trade(5), from: new), handover.admits(trade(6), from: new),
      handover.admits(trade(6), from: old), handover.admits(candle(1, isClosed: true), from: new),
      handover.admits(candle(1, isClosed: true), from: old), handover.admits(candle(1, isClosed: false), from: old),
    ]
    #expect(said == [true, false, true, false, true, false, false])
  }

  @Test func `hands aggregates on once, and changes of a book that are newer, from whichever socket is first`() {
    var handover = StreamHandover(successor: new)
    let aggregates = [
      handover.admits(aggregate(5), from: old), handover.admits(trade(5), from: old),
      handover.admits(aggregate(5), from: new), handover.admits(aggregate(6), from: new),
    ]
    #expect(aggregates == [true, true, false, true])
    let books = [
      handover.admits(change(1...3), from: old), handover.admits(change(2...5), from: new),
      handover.admits(change(4...5), from: old), handover.admits(change(6...7), from: old),
      handover.admits(change(6...7), from: new),
    ]
    #expect(books == [true, true, false, true, false])
  }

  @Test func `never lets best prices and candles in progress step back`() {
    var handover = StreamHandover(successor: new)
    let before = [handover.admits(quote, from: old), handover.admits(candle(2, isClosed: false), from: old)]
    #expect(before == [true, true])
    #expect(!handover.isDelivering)
    let after = [
      handover.admits(quote, from: new), handover.admits(quote, from: old),
      handover.admits(candle(2, isClosed: false), from: old), handover.admits(candle(2, isClosed: false), from: new),
      handover.admits(candle(2, isClosed: false), from: old),
    ]
    #expect(after == [true, false, true, true, false])
    #expect(handover.isDelivering)
  }

  @Test(arguments: 0..<50)
  func `hands on every trade once, whenever each socket begins, lags and ends`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var handover = StreamHandover(successor: new)
    // The old socket brings all until it is closed; the new one begins while the old one still stands.
    let begins = Int64.random(in: 1...50, using: &random)
    let ends = Int64.random(in: begins...100, using: &random)
    var fromOld = Array(1...ends)
    var fromNew = Array(begins...100)
    var seen: [Int64] = []
    while !fromOld.isEmpty || !fromNew.isEmpty {
      let isOld = fromNew.isEmpty || (!fromOld.isEmpty && Bool.random(using: &random))
      let id = isOld ? fromOld.removeFirst() : fromNew.removeFirst()
      if handover.admits(trade(id), from: isOld ? old : new) { seen.append(id) }
    }
    #expect(seen.sorted() == Array(1...100))
  }
}
